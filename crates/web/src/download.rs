//! Answers that are saved as a file.

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

/// The media type of an XLSX workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to be saved under its name; signs that could leave the name's quotes become `_`.
pub fn download(file_name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    let keep = |sign: char| sign.is_ascii_alphanumeric() || ".-_ ".contains(sign);
    let plain: String = file_name
        .chars()
        .map(|sign| if keep(sign) { sign } else { '_' })
        .collect();
    let disposition = format!("attachment; filename=\"{plain}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// A workbook to be saved; `name` without its ending.
pub fn xlsx(name: &str, bytes: Vec<u8>) -> Response {
    download(&format!("{name}.xlsx"), XLSX, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_elsewhere_stays_in_its_quotes() {
        let answer = download("pagu\"; x=\"\u{e9}.xlsx", XLSX, Vec::new());
        let headers = answer.headers();
        assert_eq!(
            headers[CONTENT_DISPOSITION],
            "attachment; filename=\"pagu__ x___.xlsx\""
        );
        assert_eq!(headers[CONTENT_TYPE], XLSX);
    }
}
