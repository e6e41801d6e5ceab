//! The shape most forms of this area share.

use std::fmt::Display;

use askama::Template;
use web::{Button, Field, PageFrame, SummaryList};

/// Something to know before a form is filled in, with a way to mend it.
#[derive(Debug)]
struct Notice {
    text: String,
    link: Option<(String, String)>,
}

/// A form with what stands above and below it.
#[derive(Debug, Template)]
#[template(path = "fuel/form.html")]
pub(crate) struct FormPage {
    pub(crate) page: PageFrame,
    lead: String,
    notices: Vec<Notice>,
    summary: Option<SummaryList>,
    /// A command of its own above the form, with its address.
    command: Option<(String, Button)>,
    action: String,
    hidden: Vec<(String, String)>,
    fields: Vec<String>,
    /// Whether there is nothing to send.
    is_read_only: bool,
    button: Button,
    links: Vec<(String, String)>,
}

impl FormPage {
    /// A form that is sent to an address.
    pub(crate) fn new(page: PageFrame, action: impl Into<String>, button: Button) -> Self {
        Self {
            page,
            lead: String::new(),
            notices: Vec::new(),
            summary: None,
            command: None,
            action: action.into(),
            hidden: Vec::new(),
            fields: Vec::new(),
            is_read_only: false,
            button,
            links: Vec::new(),
        }
    }

    /// What the form is about.
    pub(crate) fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// Something to know before it is filled in.
    pub(crate) fn notice(mut self, notice: impl Into<String>) -> Self {
        let text = notice.into();
        self.notices.push(Notice { text, link: None });
        self
    }

    /// Something to know, with the words and the address of where it is mended.
    pub(crate) fn notice_to_mend(
        mut self,
        notice: impl Into<String>,
        (text, href): (String, &str),
    ) -> Self {
        let link = Some((text, href.to_owned()));
        let text = notice.into();
        self.notices.push(Notice { text, link });
        self
    }

    /// Facts above the fields.
    pub(crate) fn summary(mut self, summary: SummaryList) -> Self {
        self.summary = Some(summary);
        self
    }

    /// A command of its own above the form, sent to an address.
    pub(crate) fn command(mut self, action: impl Into<String>, button: Button) -> Self {
        self.command = Some((action.into(), button));
        self
    }

    /// A value the form carries along.
    pub(crate) fn hidden(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.hidden.push((name.into(), value.to_string()));
        self
    }

    /// A field, made from the form's own page.
    pub(crate) fn field(mut self, make: impl FnOnce(&PageFrame) -> Field<'_>) -> Self {
        let field = make(&self.page).to_string();
        self.fields.push(field);
        self
    }

    /// Leaves the form out where there is nothing to send.
    pub(crate) fn only_to_read(mut self, is_read_only: bool) -> Self {
        self.is_read_only = is_read_only;
        self
    }

    /// A link below the form.
    pub(crate) fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push((text.into(), href.into()));
        self
    }
}
