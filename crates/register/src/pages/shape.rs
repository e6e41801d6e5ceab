//! The two shapes most pages of the register have: a form, and the details of something.

use std::fmt::Display;

use askama::Template;
use web::{Locale, PageFrame, Samples, Tabs, fl};

use crate::texts;

/// A page with one form.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) page: PageFrame,
    pub(crate) lead: String,
    pub(crate) tabs: Option<Tabs>,
    pub(crate) action: String,
    pub(crate) takes_file: bool,
    /// Finished blocks above the form.
    pub(crate) before: Vec<String>,
    /// Finished fields; without any there is no form.
    pub(crate) fields: Vec<String>,
    pub(crate) button: String,
    /// Finished blocks below the form.
    pub(crate) after: Vec<String>,
}

impl FormPage {
    /// A form that is sent to an address; `button` is made by the frame.
    pub(crate) fn new(page: PageFrame, action: impl Into<String>, button: &impl Display) -> Self {
        Self {
            page,
            lead: String::new(),
            tabs: None,
            action: action.into(),
            takes_file: false,
            before: Vec::new(),
            fields: Vec::new(),
            button: button.to_string(),
            after: Vec::new(),
        }
    }

    #[must_use]
    pub(crate) fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    #[must_use]
    pub(crate) fn tabs(mut self, tabs: Tabs) -> Self {
        self.tabs = Some(tabs);
        self
    }

    #[must_use]
    pub(crate) fn takes_file(mut self) -> Self {
        self.takes_file = true;
        self
    }

    /// Sets the fields; each is finished by the frame that made it.
    #[must_use]
    pub(crate) fn fields(mut self, fields: Vec<String>) -> Self {
        self.fields = fields;
        self
    }

    /// The version of the record that the person saw.
    #[must_use]
    pub(crate) fn revision(mut self, revision: i64) -> Self {
        self.fields.push(hidden_number("revision", revision));
        self
    }

    #[must_use]
    pub(crate) fn before(mut self, block: &impl Display) -> Self {
        self.before.push(block.to_string());
        self
    }

    #[must_use]
    pub(crate) fn after(mut self, block: &impl Display) -> Self {
        self.after.push(block.to_string());
        self
    }
}

/// A hidden field with a number.
pub(crate) fn hidden_number(name: &'static str, value: i64) -> String {
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
}

/// A heading inside a page; the text is escaped.
pub(crate) fn heading(text: &str) -> String {
    #[derive(Template)]
    #[template(source = "<h2>{{ text }}</h2>", ext = "html")]
    struct Heading<'a> {
        text: &'a str,
    }
    Heading { text }.to_string()
}

/// A link that stands alone; text and address are escaped.
pub(crate) fn link(text: &str, href: &str) -> String {
    #[derive(Template)]
    #[template(source = r#"<p><a href="{{ href }}">{{ text }}</a></p>"#, ext = "html")]
    struct Link<'a> {
        text: &'a str,
        href: &'a str,
    }
    Link { text, href }.to_string()
}

/// Lines one under the other; the text is escaped.
pub(crate) fn list(lines: &[String]) -> String {
    #[derive(Template)]
    #[template(
        source = "<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul>",
        ext = "html"
    )]
    struct List<'a> {
        lines: &'a [String],
    }
    List { lines }.to_string()
}

/// A paragraph; the text is escaped.
pub(crate) fn paragraph(text: &str) -> String {
    #[derive(Template)]
    #[template(source = "<p>{{ text }}</p>", ext = "html")]
    struct Paragraph<'a> {
        text: &'a str,
    }
    Paragraph { text }.to_string()
}

/// A page about something, with what can be done with it.
#[derive(Debug, Template)]
#[template(path = "detail.html")]
pub(crate) struct DetailPage {
    pub(crate) page: PageFrame,
    pub(crate) lead: String,
    pub(crate) actions: Vec<(String, String)>,
    pub(crate) tabs: Option<Tabs>,
    /// Finished blocks.
    pub(crate) blocks: Vec<String>,
    /// Buttons that do something, each with the address it is sent to.
    pub(crate) buttons: Vec<(String, String)>,
}

impl DetailPage {
    pub(crate) fn new(page: PageFrame) -> Self {
        Self {
            page,
            lead: String::new(),
            actions: Vec::new(),
            tabs: None,
            blocks: Vec::new(),
            buttons: Vec::new(),
        }
    }

    #[must_use]
    pub(crate) fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    #[must_use]
    pub(crate) fn action(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.actions.push((text.into(), href.into()));
        self
    }

    #[must_use]
    pub(crate) fn tabs(mut self, tabs: Tabs) -> Self {
        self.tabs = Some(tabs);
        self
    }

    #[must_use]
    pub(crate) fn block(mut self, block: &impl Display) -> Self {
        self.blocks.push(block.to_string());
        self
    }

    #[must_use]
    pub(crate) fn button(mut self, action: impl Into<String>, button: &impl Display) -> Self {
        self.buttons.push((action.into(), button.to_string()));
        self
    }
}

impl Samples for FormPage {
    const NAME: &'static str = "register-form";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let words = texts(locale);
        let mut errors = web::FieldErrors::new(locale);
        errors.text("name", &fl!(words, "name"), "", 10);
        let form = |errors| {
            let page = PageFrame::sample(locale, fl!(words, "agency-new")).errors(errors);
            let fields = vec![
                page.text_field("code", fl!(words, "code")).to_string(),
                page.text_field("name", fl!(words, "name")).to_string(),
            ];
            let button = page.submit(fl!(words, "save")).cancel("/opd");
            Self::new(page, "/opd", &button).fields(fields).revision(0)
        };
        vec![
            ("empty", form(web::FieldErrors::new(locale))),
            ("with-errors", form(errors)),
        ]
    }
}

impl Samples for DetailPage {
    const NAME: &'static str = "register-detail";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let words = texts(locale);
        let page = PageFrame::sample(locale, "Dinas PUPR");
        let summary = page.summary().row(fl!(words, "code"), "1.03");
        let button = page.submit(fl!(words, "save"));
        let detail = Self::new(page)
            .lead(fl!(words, "agencies-lead"))
            .action(fl!(words, "edit"), "/opd/1/ubah")
            .block(&heading("<b>"))
            .block(&summary)
            .button("/opd", &button);
        vec![("usual", detail)]
    }
}
