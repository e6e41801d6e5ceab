//! What can be imported, described as data by the area that owns it.

use std::borrow::Cow;

use crate::value::unit::Measure;

/// A language of texts that the crate itself writes into templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Bahasa Indonesia.
    Indonesian,
    /// English.
    English,
}

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Wording {
    /// Bahasa Indonesia.
    pub indonesian: Cow<'static, str>,
    /// English.
    pub english: Cow<'static, str>,
}

impl Wording {
    /// A text in both languages.
    pub fn new(
        indonesian: impl Into<Cow<'static, str>>,
        english: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            indonesian: indonesian.into(),
            english: english.into(),
        }
    }

    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Indonesian => &self.indonesian,
            Language::English => &self.english,
        }
    }
}

/// A table that can be imported, such as vehicles or purchases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportKind {
    /// Stable word, also of the command line.
    pub key: Cow<'static, str>,
    /// Name for people.
    pub title: Wording,
    /// The fields in the order of the template.
    pub fields: Vec<Field>,
}

impl ImportKind {
    /// A kind with its fields in the order of the template.
    pub fn new(
        key: impl Into<Cow<'static, str>>,
        title: Wording,
        fields: impl Into<Vec<Field>>,
    ) -> Self {
        Self {
            key: key.into(),
            title,
            fields: fields.into(),
        }
    }

    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text of at most so many characters.
    Text {
        /// Characters allowed.
        max_characters: usize,
    },
    /// A whole number.
    Integer,
    /// An exact decimal without unit.
    Decimal,
    /// A quantity with a unit, which the mapping names.
    Quantity(Measure),
    /// A civil date.
    Date,
    /// A time of day.
    Time,
    /// A date and time in the zone that the mapping names; may be two columns.
    Instant,
    /// One of a list.
    Choice(Vec<Choice>),
    /// Yes or no.
    Bool,
}

/// One value of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Stable word that the record holds.
    pub key: Cow<'static, str>,
    /// Name for people; written into drop-down lists and understood when read.
    pub label: Wording,
    /// Other spellings that files use.
    pub synonyms: Vec<Cow<'static, str>>,
}

impl Choice {
    /// A choice without other spellings.
    pub fn new(key: impl Into<Cow<'static, str>>, label: Wording) -> Self {
        Self {
            key: key.into(),
            label,
            synonyms: Vec::new(),
        }
    }

    /// Adds spellings that files use.
    #[must_use]
    pub fn also(mut self, synonyms: &[&'static str]) -> Self {
        self.synonyms
            .extend(synonyms.iter().map(|text| Cow::Borrowed(*text)));
        self
    }
}

/// One field of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Stable word, unique within the kind.
    pub key: Cow<'static, str>,
    /// Heading in templates and on pages.
    pub label: Wording,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a row without it is rejected.
    pub is_required: bool,
    /// Headings that files use for it, in any language.
    pub synonyms: Vec<Cow<'static, str>>,
    /// Values of the two example rows; dates in ISO, decimals with a point, choices by key.
    pub examples: [Cow<'static, str>; 2],
    /// One sentence for the help sheet.
    pub help: Wording,
    /// Whether an instant without a time is the beginning of its day.
    pub starts_day: bool,
    /// Whether it is a price of one: sums of it mean nothing.
    pub is_rate: bool,
    /// The field whose cells name the unit of this quantity.
    pub unit_field: Option<&'static str>,
}

impl Field {
    /// An optional field without synonyms, examples and help.
    pub fn new(key: impl Into<Cow<'static, str>>, kind: FieldKind, label: Wording) -> Self {
        Self {
            key: key.into(),
            label,
            kind,
            is_required: false,
            synonyms: Vec::new(),
            examples: [Cow::Borrowed(""), Cow::Borrowed("")],
            help: Wording::default(),
            starts_day: false,
            is_rate: false,
            unit_field: None,
        }
    }

    /// Takes a date without a time as the beginning of that day.
    #[must_use]
    pub fn from_midnight(mut self) -> Self {
        self.starts_day = true;
        self
    }

    /// Says that it is a price of one, which nobody adds up.
    #[must_use]
    pub fn rate(mut self) -> Self {
        self.is_rate = true;
        self
    }

    /// Names the field whose cells say in which unit this quantity is.
    #[must_use]
    pub fn unit_in(mut self, key: &'static str) -> Self {
        self.unit_field = Some(key);
        self
    }

    /// Whether its values can be added up: volumes and amounts, not years, meters and prices of one.
    pub fn adds_up(&self) -> bool {
        matches!(
            self.kind,
            FieldKind::Quantity(Measure::Volume | Measure::Money)
        ) && !self.is_rate
    }

    /// Makes the field required.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Adds headings that files use.
    #[must_use]
    pub fn called(mut self, synonyms: &[&'static str]) -> Self {
        self.synonyms
            .extend(synonyms.iter().map(|text| Cow::Borrowed(*text)));
        self
    }

    /// Sets the values of the two example rows.
    #[must_use]
    pub fn examples(
        mut self,
        first: impl Into<Cow<'static, str>>,
        second: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.examples = [first.into(), second.into()];
        self
    }

    /// Sets the sentence of the help sheet.
    #[must_use]
    pub fn help(
        mut self,
        indonesian: impl Into<Cow<'static, str>>,
        english: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.help = Wording::new(indonesian, english);
        self
    }
}
