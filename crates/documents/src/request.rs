//! A request as it stands on the worker's standard input.

use serde::{Deserialize, Serialize};

use crate::paper::{Card, Heading, Recap};

/// A request may be this long: a card of some 2,000 lines, a recap of 3,000 vehicles.
pub const REQUEST_BYTES_MAX: usize = 512 << 10;

/// What is to be set, and when that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// When the document is made: ISO 8601 in UTC to the second, `2026-11-24T09:20:00Z`.
    /// It stands in the file's metadata, so that the same request gives the same bytes.
    pub made_at: String,
    /// The paper.
    #[serde(flatten)]
    pub paper: Paper,
}

/// The papers there are, by the name of their template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "template", content = "data")]
pub enum Paper {
    /// Kartu kendali BBM of a vehicle and month.
    #[serde(rename = "kartu-kendali")]
    Card(Box<Card>),
    /// Rekapitulasi of an agency and month.
    #[serde(rename = "rekap-bulanan")]
    Recap(Box<Recap>),
}

/// Why a request is not one.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// It is longer than [`REQUEST_BYTES_MAX`].
    #[error("the request has more than {REQUEST_BYTES_MAX} bytes")]
    TooLong,
    /// It is not JSON, names no template, or its data is not what the template needs.
    #[error("the request cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// The instant is not written as it must be.
    #[error("`made_at` is not an instant like 2026-11-24T09:20:00Z: {0:?}")]
    NoInstant(String),
}

impl Request {
    /// Reads a request.
    pub fn read(bytes: &[u8]) -> Result<Self, RequestError> {
        if bytes.len() > REQUEST_BYTES_MAX {
            return Err(RequestError::TooLong);
        }
        let request: Self = serde_json::from_slice(bytes)?;
        match instant(&request.made_at) {
            Some(_) => Ok(request),
            None => Err(RequestError::NoInstant(request.made_at)),
        }
    }

    /// Year, month, day, hour, minute and second of its making.
    pub(crate) fn instant(&self) -> Option<(i32, [u8; 5])> {
        instant(&self.made_at)
    }
}

impl Paper {
    /// The file name of its template.
    pub(crate) const fn template(&self) -> &'static str {
        match self {
            Self::Card(_) => "kartu-kendali.typ",
            Self::Recap(_) => "rekap-bulanan.typ",
        }
    }

    /// What every paper has.
    pub fn heading(&self) -> &Heading {
        match self {
            Self::Card(card) => &card.heading,
            Self::Recap(recap) => &recap.heading,
        }
    }

    /// Its data alone.
    pub(crate) fn data(&self) -> Result<serde_json::Value, serde_json::Error> {
        match self {
            Self::Card(card) => serde_json::to_value(card),
            Self::Recap(recap) => serde_json::to_value(recap),
        }
    }
}

fn instant(text: &str) -> Option<(i32, [u8; 5])> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut day = day.split('-');
    let mut time = time.split(':');
    let year = day.next()?.parse().ok()?;
    let mut parts = [0; 5];
    let rest = day.by_ref().take(2).chain(time.by_ref().take(3));
    let mut filled = 0;
    for (place, text) in parts.iter_mut().zip(rest) {
        *place = text.parse().ok()?;
        filled += 1;
    }
    let whole = filled == 5 && day.next().is_none() && time.next().is_none();
    whole.then_some((year, parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_instant_and_nothing_like_it() {
        assert_eq!(
            instant("2026-11-24T09:20:01Z"),
            Some((2026, [11, 24, 9, 20, 1]))
        );
        for wrong in [
            "",
            "2026-11-24",
            "2026-11-24T09:20Z",
            "2026-11-24T09:20:01",
            "2026-11-24T09:20:01:5Z",
            "2026-11-24-01T09:20:01Z",
            "2026-11T24:09:20:01Z",
        ] {
            assert_eq!(instant(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn refuses_what_is_no_request_and_says_why() {
        let said = |text: &str| Request::read(text.as_bytes()).unwrap_err().to_string();
        assert!(said("{").contains("cannot be read"));
        let unknown = r#"{"made_at":"2026-11-24T09:20:00Z","template":"surat-cinta","data":{}}"#;
        assert!(said(unknown).contains("surat-cinta"), "{}", said(unknown));
        let empty = r#"{"made_at":"2026-11-24T09:20:00Z","template":"kartu-kendali","data":{}}"#;
        assert!(said(empty).contains("heading"), "{}", said(empty));
        let long = vec![b' '; REQUEST_BYTES_MAX + 1];
        assert!(matches!(Request::read(&long), Err(RequestError::TooLong)));
    }
}
