//! Fields of forms: label, hint, error, what was typed.

use std::fmt::Display;

use askama::Template;

use crate::{PageFrame, fl};

/// A field of a form; finish it with the chained methods and print it.
#[derive(Debug, Template)]
#[template(path = "components/field.html")]
pub struct Field<'a> {
    page: &'a PageFrame,
    kind: Kind,
    name: String,
    label: String,
    hint: String,
    value: String,
    values: Vec<String>,
    options: Vec<Choice>,
    before: String,
    after: String,
    autocomplete: &'static str,
    optional: bool,
    narrow: bool,
    rows: u8,
    accept: String,
    asks_page: bool,
}

#[derive(Debug)]
struct Choice {
    value: String,
    text: String,
    hint: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Decimal,
    Whole,
    Password,
    Email,
    Telephone,
    Search,
    Date,
    Month,
    Time,
    Code,
    Area,
    Select,
    Radios,
    Checkboxes,
    Checkbox,
    File,
}

super::html_safe!(Field<'a>);

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $kind:ident;)*) => {
        impl PageFrame {
            $($(#[$doc])*
            pub fn $name(&self, name: impl Display, label: impl Display) -> Field<'_> {
                Field::new(self, Kind::$kind, &name, &label)
            })*
        }
    };
}

fields! {
    /// One line of text.
    text_field Text;
    /// A number with decimals: shows the decimal keypad, takes comma or point.
    decimal Decimal;
    /// A whole number or an amount: shows the number pad.
    whole Whole;
    /// A password.
    password Password;
    /// An e-mail address.
    email Email;
    /// A telephone number.
    telephone Telephone;
    /// A search word.
    search Search;
    /// A date.
    date_field Date;
    /// A month.
    month_field Month;
    /// A time of day.
    time_field Time;
    /// A one-time code or PIN of digits.
    code Code;
    /// Several lines of text.
    textarea Area;
    /// A choice from a long list.
    select Select;
    /// A choice from up to seven.
    radios Radios;
    /// Any number of choices.
    checkboxes Checkboxes;
    /// A single yes.
    checkbox Checkbox;
    /// A file.
    file File;
}

impl<'a> Field<'a> {
    fn new(page: &'a PageFrame, kind: Kind, name: &dyn Display, label: &dyn Display) -> Self {
        Self {
            page,
            kind,
            name: name.to_string(),
            label: label.to_string(),
            hint: String::new(),
            value: String::new(),
            values: Vec::new(),
            options: Vec::new(),
            before: String::new(),
            after: String::new(),
            autocomplete: "off",
            optional: false,
            narrow: matches!(
                kind,
                Kind::Decimal | Kind::Whole | Kind::Date | Kind::Month | Kind::Time | Kind::Code
            ),
            rows: 4,
            accept: String::new(),
            asks_page: false,
        }
    }

    /// Help under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// What was typed or stands there already.
    #[must_use]
    pub fn value(mut self, value: impl Display) -> Self {
        self.value = value.to_string();
        self
    }

    /// Whether anything is filled in or chosen.
    pub(crate) fn has_value(&self) -> bool {
        !self.value.is_empty() || !self.values.is_empty()
    }

    /// The chosen values of [`PageFrame::checkboxes`].
    #[must_use]
    pub fn values<T: Display>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.values = values.into_iter().map(|value| value.to_string()).collect();
        self
    }

    /// A choice.
    #[must_use]
    pub fn option(mut self, value: impl Display, text: impl Display) -> Self {
        self.options.push(Choice {
            value: value.to_string(),
            text: text.to_string(),
            hint: String::new(),
        });
        self
    }

    /// Choices as pairs of value and text.
    #[must_use]
    pub fn options<V: Display, T: Display>(
        self,
        options: impl IntoIterator<Item = impl std::borrow::Borrow<(V, T)>>,
    ) -> Self {
        options.into_iter().fold(self, |field, option| {
            let (value, text) = option.borrow();
            field.option(value, text)
        })
    }

    /// A choice with a line of explanation (radios and checkboxes).
    #[must_use]
    pub fn option_with_hint(
        mut self,
        value: impl Display,
        text: impl Display,
        hint: impl Display,
    ) -> Self {
        self = self.option(value, text);
        if let Some(option) = self.options.last_mut() {
            option.hint = hint.to_string();
        }
        self
    }

    /// What stands before the input, such as `Rp`.
    #[must_use]
    pub fn before(mut self, text: impl Display) -> Self {
        self.before = text.to_string();
        self
    }

    /// What stands after the input, such as `liter`.
    #[must_use]
    pub fn after(mut self, text: impl Display) -> Self {
        self.after = text.to_string();
        self
    }

    /// Lets the browser fill it (WCAG 1.3.5), such as `username`.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// Says that it may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// A short input.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// Lines of a text area.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// Kinds of files, such as `.xlsx,.csv` or `image/*`.
    #[must_use]
    pub fn accept(mut self, kinds: impl Display) -> Self {
        self.accept = kinds.to_string();
        self
    }

    /// The label is the page's question and becomes its `h1` (then use `FrameKind::Bare`).
    #[must_use]
    pub fn asks_page(mut self) -> Self {
        self.asks_page = true;
        self
    }

    fn error(&self) -> Option<&str> {
        self.page.errors.of(&self.name)
    }

    fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("h-{}", self.name));
        }
        if self.error().is_some() {
            ids.push(format!("e-{}", self.name));
        }
        ids.join(" ")
    }

    fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Password => "password",
            Kind::Email => "email",
            Kind::Telephone => "tel",
            Kind::Search => "search",
            Kind::Date => "date",
            Kind::Month => "month",
            Kind::Time => "time",
            Kind::File => "file",
            _ => "text",
        }
    }

    fn input_mode(&self) -> &'static str {
        match self.kind {
            Kind::Decimal => "decimal",
            Kind::Whole | Kind::Code => "numeric",
            _ => "",
        }
    }

    fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Radios | Kind::Checkboxes)
    }

    fn box_type(&self) -> &'static str {
        if self.kind == Kind::Radios {
            "radio"
        } else {
            "checkbox"
        }
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        choice.value == self.value || self.values.contains(&choice.value)
    }

    fn optional_word(&self) -> String {
        fl!(self.page.words(), "optional")
    }
}
