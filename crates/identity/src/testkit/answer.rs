//! What the site answered.

use web::axum::http::HeaderMap;

/// An answer, with checks that say what they saw.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
    pub(crate) asked: String,
}

impl Answer {
    /// The body as text; bytes that are no UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The value of the first hidden field of this name.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let text = self.text();
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = text.split_once(&start)?;
        rest.split_once('"').map(|(value, _)| unescaped(value))
    }

    /// Fails where the status is another one.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert!(
            self.status == status,
            "{}: {} instead of {status}\n{}",
            self.asked,
            self.status,
            self.main()
        );
        self
    }

    /// Fails where the answer does not send the browser to this address (303).
    #[track_caller]
    pub fn assert_redirect(&self, to: &str) -> &Self {
        self.assert_status(303);
        let target = self.header("location").unwrap_or_default();
        assert!(
            target == to,
            "{}: sent to {target} instead of {to}",
            self.asked
        );
        self
    }

    /// Fails where the body lacks a text (as it stands in the HTML).
    #[track_caller]
    pub fn assert_shows(&self, text: &str) -> &Self {
        assert!(
            self.text().contains(text),
            "{}: lacks {text:?}\n{}",
            self.asked,
            self.main()
        );
        self
    }

    /// Fails where the body holds a text: for privacy on the wire.
    #[track_caller]
    pub fn assert_hides(&self, text: &str) -> &Self {
        assert!(
            !self.text().contains(text),
            "{}: shows {text:?}\n{}",
            self.asked,
            self.main()
        );
        self
    }

    /// The content without head, menu and footer, for messages.
    fn main(&self) -> String {
        let text = self.text();
        let from = text.find("<main").unwrap_or_default();
        text.get(from..)
            .unwrap_or_default()
            .chars()
            .take(4_000)
            .collect()
    }
}

fn unescaped(value: &str) -> String {
    value
        .replace("&#38;", "&")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&amp;", "&")
}
