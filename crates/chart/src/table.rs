//! The numbers of a chart as a table.

use crate::markup::{close, element};

/// A table with row headings in the first column.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table {
    /// Headings, the first for the column of row headings.
    pub(crate) head: Vec<String>,
    /// Row headings with the cells after them.
    pub(crate) rows: Vec<(String, Vec<String>)>,
}

impl Table {
    /// Writes the table; `caption` names it for those who come to it directly.
    pub(crate) fn write(&self, out: &mut String, caption: &str) {
        element(out, "table").open();
        element(out, "caption").text(caption);
        out.push_str("<thead><tr>");
        for (place, heading) in self.head.iter().enumerate() {
            let cell = element(out, "th").attribute("scope", "col");
            let cell = if place > 0 {
                cell.class("chart-number")
            } else {
                cell
            };
            cell.text(heading);
        }
        out.push_str("</tr></thead><tbody>");
        for (heading, cells) in &self.rows {
            out.push_str("<tr>");
            element(out, "th").attribute("scope", "row").text(heading);
            for cell in cells {
                element(out, "td").class("chart-number").text(cell);
            }
            close(out, "tr");
        }
        out.push_str("</tbody></table>");
    }
}
