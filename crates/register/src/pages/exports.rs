//! Lists as workbooks, and other files to be saved.

use tabular::{ListCell, ListColumn, ListFormat, ListWorkbook};
use web::axum::http::HeaderValue;
use web::axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use web::axum::response::IntoResponse as _;
use web::{Answer, PageFrame, WebError, fl};

use crate::{Download, texts};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The rows of a list with the same filter as shown.
pub(crate) fn list_workbook(
    page: &PageFrame,
    file_name: &str,
    headings: &[String],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Answer {
    let columns: Vec<ListColumn> = headings
        .iter()
        .map(|heading| ListColumn::new(heading, ListFormat::Text))
        .collect();
    let mut workbook = ListWorkbook::new(&page.title, &columns).map_err(WebError::failed)?;
    let words = texts(page.locale);
    workbook.note(fl!(words, "export-made"), page.at(page.now));
    workbook.note(fl!(words, "export-from"), page.with("format", ""));
    for row in rows {
        let cells: Vec<ListCell> = row
            .iter()
            .map(|text| ListCell::from(text.as_str()))
            .collect();
        workbook.push(&cells).map_err(WebError::failed)?;
    }
    let bytes = workbook.finish().map_err(WebError::failed)?;
    Ok(download(Download {
        file_name: format!("{file_name}.xlsx"),
        media_type: XLSX,
        bytes,
    }))
}

/// A file to be saved under its name.
pub(crate) fn download(file: Download) -> web::axum::response::Response {
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    // Names from elsewhere are kept plain, so that none can leave its quotes.
    let plain: String = file
        .file_name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || ".-_ ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let disposition = format!("attachment; filename=\"{plain}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}

pub(crate) fn xlsx(file_name: String, bytes: Vec<u8>) -> web::axum::response::Response {
    download(Download {
        file_name,
        media_type: XLSX,
        bytes,
    })
}
