//! The usual list page: filters in the URL, figures, a table, pages, an export. An area fills it and needs no
//! template of its own.

use askama::Template;

use crate::{
    DataTable, EmptyState, Field, Figures, Locale, PageFrame, Samples, StatusTone, Tabs, Tag, fl,
};

/// The filters above a list, as finished fields; on a phone all but the first are folded away.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    fields: Vec<String>,
    /// Whether a field that is folded away has a value.
    is_used: bool,
}

impl Filter {
    /// Adds a field; its name is the query name and its value what the URL says.
    #[must_use]
    pub fn field(mut self, field: &Field<'_>) -> Self {
        self.is_used |= !self.fields.is_empty() && field.has_value();
        self.fields.push(field.to_string());
        self
    }

    fn first(&self) -> Option<&String> {
        self.fields.first()
    }

    fn more(&self) -> &[String] {
        self.fields.get(1..).unwrap_or_default()
    }
}

/// A list of records.
#[derive(Debug, Template)]
#[template(path = "list.html")]
pub struct ListPage {
    /// The frame.
    pub page: PageFrame,
    /// One sentence on what is listed.
    pub lead: String,
    /// Links as buttons: the main thing to do first.
    pub actions: Vec<(String, String)>,
    /// Views of the list.
    pub tabs: Option<Tabs>,
    /// Figures over what is listed.
    pub figures: Option<Figures>,
    /// Filters.
    pub filter: Filter,
    /// The rows.
    pub table: DataTable,
    /// What an empty list says.
    pub empty: EmptyState,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Whether `?format=xlsx` of the same address downloads it.
    pub exports: bool,
}

impl ListPage {
    /// A list with its table and what it says when empty.
    pub fn new(page: PageFrame, table: DataTable, empty: EmptyState) -> Self {
        Self {
            page,
            lead: String::new(),
            actions: Vec::new(),
            tabs: None,
            figures: None,
            filter: Filter::default(),
            table,
            empty,
            next: None,
            exports: false,
        }
    }

    /// Says in one sentence what is listed.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// Adds a link as a button.
    #[must_use]
    pub fn action(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.actions.push((text.into(), href.into()));
        self
    }

    /// Sets the views.
    #[must_use]
    pub fn tabs(mut self, tabs: Tabs) -> Self {
        self.tabs = Some(tabs);
        self
    }

    /// Sets the figures.
    #[must_use]
    pub fn figures(mut self, figures: Figures) -> Self {
        self.figures = Some(figures);
        self
    }

    /// Sets the filters.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = filter;
        self
    }

    /// Sets where the next page starts.
    #[must_use]
    pub fn next(mut self, next: Option<String>) -> Self {
        self.next = next;
        self
    }

    /// Offers the list as XLSX; the handler answers `?format=xlsx`.
    #[must_use]
    pub fn exports(mut self) -> Self {
        self.exports = true;
        self
    }
}

impl Samples for ListPage {
    const NAME: &'static str = "list";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let columns = || [crate::Column::text("Nomor"), crate::Column::number("Liter")];
        let empty = || EmptyState::new("–", "–").step("+", "/baru");
        let page = || PageFrame::sample(locale, "Voucher");
        let tag = Tag::new("Terbit", StatusTone::Going);
        let row = [
            crate::Cell::link("V-1", "/v/1").below("DH 1 A"),
            crate::Cell::tag(tag),
        ];
        let filled = DataTable::new("Voucher", columns()).row(row);
        let filled = Self::new(page(), filled, empty())
            .exports()
            .action("+", "/baru");
        let bare = Self::new(page(), DataTable::new("Voucher", columns()), empty());
        vec![("filled", filled), ("empty", bare)]
    }
}
