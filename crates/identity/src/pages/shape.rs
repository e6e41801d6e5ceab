//! The three shapes of this area's pages: a form, the details of a record, secrets shown once.

use askama::Template;
use web::{Button, DataTable, Field, Locale, PageFrame, SummaryList, Texts, fl};

use crate::texts;

/// A form with what stands above and below it.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) page: PageFrame,
    lead: String,
    action: String,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<String>,
    button: Button,
    note: String,
    takes_file: bool,
    image: Option<FormImage>,
}

/// A picture that the form replaces, and how it is taken away.
#[derive(Debug)]
struct FormImage {
    src: String,
    text: String,
    remove: String,
    remove_button: Button,
}

impl FormPage {
    /// A form that is sent to an address.
    pub(crate) fn new(page: PageFrame, action: impl Into<String>, button: Button) -> Self {
        Self {
            page,
            lead: String::new(),
            action: action.into(),
            hidden: Vec::new(),
            fields: Vec::new(),
            button,
            note: String::new(),
            takes_file: false,
            image: None,
        }
    }

    /// Lets the form carry a file.
    pub(crate) fn takes_file(mut self) -> Self {
        self.takes_file = true;
        self
    }

    /// Shows the picture there is now, with a button that takes it away.
    pub(crate) fn image(mut self, src: String, text: String, remove: (String, String)) -> Self {
        let remove_button = self.page.submit(remove.1.clone()).danger();
        self.image = Some(FormImage {
            src,
            text,
            remove: remove.0,
            remove_button,
        });
        self
    }

    /// What the form is about.
    pub(crate) fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// A value the form carries along.
    pub(crate) fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    /// A field, made from the form's own page.
    pub(crate) fn field(mut self, make: impl FnOnce(&PageFrame) -> Field<'_>) -> Self {
        let field = make(&self.page).to_string();
        self.fields.push(field);
        self
    }

    /// A quiet remark below.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// A part of a page of details: a table, or a sentence where it is empty.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) table: Option<DataTable>,
    pub(crate) links: Vec<(String, String)>,
}

impl Section {
    /// A part with a title.
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lead: String::new(),
            table: None,
            links: Vec::new(),
        }
    }

    /// A sentence above the table.
    pub(crate) fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// The table, or a sentence instead where it has no rows.
    pub(crate) fn table(mut self, table: DataTable, otherwise: impl Into<String>) -> Self {
        if table.is_empty() {
            self.lead = otherwise.into();
        } else {
            self.table = Some(table);
        }
        self
    }

    /// A link below.
    pub(crate) fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push((text.into(), href.into()));
        self
    }
}

/// The details of a record.
#[derive(Debug, Template)]
#[template(path = "detail.html")]
pub(crate) struct DetailPage {
    pub(crate) page: PageFrame,
    pub(crate) notice: String,
    pub(crate) summary: SummaryList,
    pub(crate) links: Vec<(String, String)>,
    pub(crate) sections: Vec<Section>,
}

/// Secrets that are shown this once.
#[derive(Debug, Template)]
#[template(path = "secret.html")]
pub(crate) struct SecretPage {
    page: PageFrame,
    texts: Texts,
    lead: String,
    secrets: Vec<String>,
    done: (String, String),
}

impl SecretPage {
    /// Secrets with what to do with them, and where to go then.
    pub(crate) fn new(
        page: PageFrame,
        lead: impl Into<String>,
        secrets: Vec<String>,
        done: (String, String),
    ) -> Self {
        Self {
            texts: texts(page.locale),
            page,
            lead: lead.into(),
            secrets,
            done,
        }
    }

    /// All secrets as one text to copy.
    fn whole(&self) -> String {
        self.secrets.join("\n")
    }
}

/// The frame of a sample before anyone signed in.
pub(crate) fn nobody(mut page: PageFrame) -> PageFrame {
    page.person_name = None;
    page
}

/// The words of a confirmation: a form without fields.
pub(crate) fn confirm(page: PageFrame, action: String, text: String, cancel: String) -> FormPage {
    let button = page.submit(text).danger().cancel(cancel);
    FormPage::new(page, action, button)
}

impl web::Samples for SecretPage {
    const NAME: &'static str = "identity-secret";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let done = || (fl!(texts, "done"), "/pengguna".to_owned());
        let page = |title: String| PageFrame::sample(locale, title);
        let link = "https://bbm.kupangkota.go.id/tautan/n0tAr3alT0ken-n0tAr3alT0ken-n0tAr3alT0ken"
            .to_owned();
        let codes = [
            "4827-1903-5567-0142",
            "9036-4418-2750-6391",
            "1574-8820-3369-7705",
        ];
        vec![
            (
                "link",
                Self::new(
                    page(fl!(texts, "link-title")),
                    fl!(texts, "link-lead", name = "Maria Nggadas"),
                    vec![link],
                    done(),
                ),
            ),
            (
                "recovery-codes",
                Self::new(
                    page(fl!(texts, "recovery-title")),
                    fl!(texts, "recovery-lead"),
                    codes.map(str::to_owned).to_vec(),
                    done(),
                ),
            ),
        ]
    }
}
