//! The parts pages are made of. Each is a template compiled once, here; pages call them on `page`:
//! `{{ page.decimal("litres", fl!(self.texts, "litres")).value(form.litres) }}`.

mod blocks;
mod chrome;
mod field;
mod table;

pub use blocks::{
    Button, EmptyState, Figure, Figures, Guard, Pager, StatusTone, SummaryList, Tabs, Tag,
    Timeline, TimelineEntry,
};
pub use field::Field;
pub use table::{Cell, Column, DataTable};

/// Marks a template as finished HTML, which a page prints without escaping it again.
macro_rules! html_safe {
    ($($name:ident $(<$life:lifetime>)?),* $(,)?) => {
        $(impl$(<$life>)? askama::filters::HtmlSafe for $name$(<$life>)? {})*
    };
}
pub(crate) use html_safe;
