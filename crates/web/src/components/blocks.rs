//! Figures, tags, lists, pagers and the like.

use std::fmt::Display;

use askama::Template;

use crate::paging::{AFTER, with_query};
use crate::{PageFrame, fl};

/// What a status means; the words say it too, never the colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StatusTone {
    /// Nothing to do: a draft, over.
    #[default]
    Quiet,
    /// Under way.
    Going,
    /// Done well.
    Good,
    /// Someone must look.
    Warn,
    /// Refused or wrong.
    Bad,
}

impl StatusTone {
    fn class(self) -> &'static str {
        match self {
            StatusTone::Quiet => "quiet",
            StatusTone::Going => "going",
            StatusTone::Good => "good",
            StatusTone::Warn => "warn",
            StatusTone::Bad => "bad",
        }
    }
}

/// A status in words.
#[derive(Debug, Clone, Template)]
#[template(
    source = "<span class=\"tag {{ tone.class() }}\">{{ text }}</span>",
    ext = "html"
)]
pub struct Tag {
    text: String,
    tone: StatusTone,
}

impl Tag {
    /// A status.
    pub fn new(text: impl Display, tone: StatusTone) -> Self {
        let text = text.to_string();
        Self { text, tone }
    }
}

/// A number with its name, and where it comes from.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    label: String,
    value: String,
    note: String,
    href: String,
    tone: StatusTone,
    /// Share in percent of a bar under the number.
    share: Option<u8>,
}

impl Figure {
    /// A number with its name.
    pub fn new(label: impl Display, value: impl Display) -> Self {
        Self {
            label: label.to_string(),
            value: value.to_string(),
            ..Self::default()
        }
    }

    /// What the number is compared with, its window or what is missing.
    #[must_use]
    pub fn note(mut self, note: impl Display) -> Self {
        self.note = note.to_string();
        self
    }

    /// The records behind it.
    #[must_use]
    pub fn href(mut self, href: impl Display) -> Self {
        self.href = href.to_string();
        self
    }

    /// Whether it needs attention.
    #[must_use]
    pub fn tone(mut self, tone: StatusTone) -> Self {
        self.tone = tone;
        self
    }

    /// A bar for a share of 0 to 100 %.
    #[must_use]
    pub fn share(mut self, percent: u8) -> Self {
        self.share = Some(percent.min(100));
        self
    }
}

/// Two to four figures, two by two on a phone.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/figures.html")]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// These figures.
    pub fn new(figures: impl IntoIterator<Item = Figure>) -> Self {
        Self(figures.into_iter().collect())
    }

    fn all(&self) -> &[Figure] {
        &self.0
    }
}

/// Rows of names and values: details of a record, or answers to check before sending.
#[derive(Debug, Clone, Template)]
#[template(path = "components/summary.html")]
pub struct SummaryList {
    change: String,
    rows: Vec<(String, String, String)>,
}

impl SummaryList {
    /// Adds a row.
    #[must_use]
    pub fn row(mut self, name: impl Display, value: impl Display) -> Self {
        self.rows
            .push((name.to_string(), value.to_string(), String::new()));
        self
    }

    /// Adds a row that can be changed at an address.
    #[must_use]
    pub fn row_to_change(
        mut self,
        name: impl Display,
        value: impl Display,
        href: impl Display,
    ) -> Self {
        self.rows
            .push((name.to_string(), value.to_string(), href.to_string()));
        self
    }
}

/// One thing that happened to a record.
#[derive(Debug, Clone, Default)]
pub struct TimelineEntry {
    /// When, as [`PageFrame::at`] writes it.
    pub at: String,
    /// What happened.
    pub title: String,
    /// Who did it, and in whose name.
    pub who: String,
    /// What changed or why.
    pub note: String,
}

/// What happened to a record, newest first.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/timeline.html")]
pub struct Timeline(Vec<TimelineEntry>);

impl Timeline {
    /// These entries.
    pub fn new(entries: impl IntoIterator<Item = TimelineEntry>) -> Self {
        Self(entries.into_iter().collect())
    }

    fn all(&self) -> &[TimelineEntry] {
        &self.0
    }
}

/// Links between views of one thing.
#[derive(Debug, Clone, Template)]
#[template(path = "components/tabs.html")]
pub struct Tabs {
    name: String,
    links: Vec<(String, String, bool)>,
}

impl Tabs {
    /// Tabs named for screen readers.
    pub fn new(name: impl Display) -> Self {
        Self {
            name: name.to_string(),
            links: Vec::new(),
        }
    }

    /// Adds a view.
    #[must_use]
    pub fn tab(mut self, text: impl Display, href: impl Display, current: bool) -> Self {
        self.links
            .push((text.to_string(), href.to_string(), current));
        self
    }
}

/// What an empty list says: what will appear here, and the one next step.
#[derive(Debug, Clone, Template)]
#[template(path = "components/empty.html")]
pub struct EmptyState {
    title: String,
    text: String,
    step: Option<(String, String)>,
}

impl EmptyState {
    /// What is not there yet, and what will appear.
    pub fn new(title: impl Display, text: impl Display) -> Self {
        Self {
            title: title.to_string(),
            text: text.to_string(),
            step: None,
        }
    }

    /// The one next step.
    #[must_use]
    pub fn step(mut self, text: impl Display, href: impl Display) -> Self {
        self.step = Some((text.to_string(), href.to_string()));
        self
    }
}

/// Links to the next and the first page of a list.
#[derive(Debug, Clone, Template)]
#[template(path = "components/pager.html")]
pub struct Pager<'a> {
    page: &'a PageFrame,
    next: Option<String>,
    first: Option<String>,
}

/// The hidden fields of a form: token and idempotency key.
#[derive(Debug, Template)]
#[template(
    source = "<input type=\"hidden\" name=\"_csrf\" value=\"{{ token }}\"><input type=\"hidden\" name=\"_kunci\" value=\"{{ key }}\">",
    ext = "html"
)]
pub struct Guard<'a> {
    token: &'a str,
    key: base::Uuid,
}

/// The button of a form, with a way out beside it.
#[derive(Debug, Clone, Template)]
#[template(path = "components/button.html")]
pub struct Button {
    text: String,
    danger: bool,
    cancel: Option<(String, String)>,
    leave: String,
}

impl Button {
    /// Where who changes his mind goes.
    #[must_use]
    pub fn cancel(mut self, href: impl Display) -> Self {
        self.cancel = Some((self.leave.clone(), href.to_string()));
        self
    }

    /// Takes something away: red, and the text says what.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

/// How far long work is.
#[derive(Debug, Clone, Template)]
#[template(path = "components/progress.html")]
pub(crate) struct Progress {
    label: String,
    done: i64,
    whole: i64,
    done_text: String,
}

super::html_safe!(
    Tag,
    Figures,
    SummaryList,
    Timeline,
    Tabs,
    EmptyState,
    Pager<'a>,
    Guard<'a>,
    Button,
    Progress
);

impl PageFrame {
    /// The hidden fields every POST form begins with.
    pub fn guard(&self) -> Guard<'_> {
        Guard {
            token: &self.token,
            key: self.next_form_key(),
        }
    }

    /// The button of a form.
    pub fn submit(&self, text: impl Display) -> Button {
        Button {
            text: text.to_string(),
            danger: false,
            cancel: None,
            leave: fl!(self.words(), "cancel"),
        }
    }

    /// Rows of names and values.
    pub fn summary(&self) -> SummaryList {
        SummaryList {
            change: fl!(self.words(), "change"),
            rows: Vec::new(),
        }
    }

    /// Links of a list's pages; `next` is `Page::next` of the store.
    pub fn pager(&self, next: Option<&str>) -> Pager<'_> {
        let query = self.query.as_deref();
        let next = next.map(|cursor| with_query(&self.path, query, AFTER, cursor));
        let here = with_query(&self.path, query, AFTER, "");
        let later = query.is_some_and(|query| query.split('&').any(|pair| pair.starts_with(AFTER)));
        Pager {
            page: self,
            next,
            first: later.then_some(here),
        }
    }

    /// How far long work is, `done` of `whole`; use it with [`PageFrame::refresh`].
    pub fn progress(
        &self,
        label: impl Display,
        done: impl std::borrow::Borrow<i64>,
        whole: impl std::borrow::Borrow<i64>,
    ) -> impl askama::filters::HtmlSafe {
        let (done, whole) = (*done.borrow(), *whole.borrow());
        let (shown, of) = (self.count(done), self.count(whole));
        Progress {
            label: label.to_string(),
            done,
            whole,
            done_text: fl!(self.words(), "progress", done = shown, whole = of),
        }
    }

    /// A link that downloads exactly what is seen: this address with `format` set.
    pub fn export(&self, format: impl Display) -> impl askama::filters::HtmlSafe {
        let format = format.to_string();
        let text = fl!(self.words(), "export", format = format.to_ascii_uppercase());
        Export {
            href: self.with("format", &format),
            text,
        }
    }
}

/// A link that downloads a list.
#[derive(Debug, Template)]
#[template(
    source = "<a class=\"export\" href=\"{{ href }}\" download>{{ text }}</a>",
    ext = "html"
)]
struct Export {
    href: String,
    text: String,
}

super::html_safe!(Export);
