//! From a request to a PDF.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::qr;
use crate::request::Request;
use crate::world::{Desk, Shelf};

/// What stands in place of a character that the fonts lack.
const STAND_IN: char = '?';

/// Sets documents; holds fonts and templates, so that a second one is faster.
pub struct Typesetter {
    shelf: Shelf,
}

/// Why a document was not set: a mistake in a template or in the data's size, never a matter of luck.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// The data cannot be handed to the template.
    #[error("the data cannot be written: {0}")]
    Data(#[from] serde_json::Error),
    /// The address is too long for a QR code.
    #[error("the address does not fit into a QR code")]
    Address,
    /// The logo is not written as it must be.
    #[error("the logo is no Base64: {0}")]
    Logo(#[from] base64::DecodeError),
    /// The instant is none.
    #[error("the instant of making does not exist")]
    Instant,
    /// There is no such template.
    #[error("there is no template {0}")]
    Template(&'static str),
    /// The template or the export complained.
    #[error("{0}")]
    Complaint(String),
}

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

impl Typesetter {
    /// Reads fonts and templates.
    pub fn new() -> Self {
        Self {
            shelf: Shelf::new(),
        }
    }

    /// Sets one document: PDF/A-2a and PDF/UA-1, the same bytes for the same request.
    pub fn set(&self, request: &Request) -> Result<Vec<u8>, SetError> {
        let bytes = self.set_cached(request);
        // What one document computed helps the next one little, and would grow without end.
        comemo::evict(0);
        bytes
    }

    fn set_cached(&self, request: &Request) -> Result<Vec<u8>, SetError> {
        let mut data = request.paper.data()?;
        self.make_drawable(&mut data);
        let address = &request.paper.heading().seal.url;
        let qr = qr::svg(address).map_err(|_| SetError::Address)?;
        let logo = match &request.paper.heading().letterhead.logo {
            Some(logo) => STANDARD.decode(&logo.jpeg)?,
            None => Vec::new(),
        };
        let template = request.paper.template();
        let data = serde_json::to_vec(&data)?;
        let desk = Desk::new(&self.shelf, template, (data, qr, logo))
            .ok_or(SetError::Template(template))?;
        let set = typst::compile::<PagedDocument>(&desk);
        let document = set.output.map_err(|errors| complaint(&errors))?;
        if !set.warnings.is_empty() {
            return Err(complaint(&set.warnings));
        }
        typst_pdf::pdf(&document, &options(request)?).map_err(|errors| complaint(&errors))
    }

    /// Replaces what the fonts cannot draw: an archive file must not have holes, and a name with an
    /// emoji must not keep a treasurer from his paper.
    fn make_drawable(&self, data: &mut Value) {
        match data {
            Value::String(text) => {
                let is_fine = |c: char| c == '\n' || (self.shelf.can_draw(c) && !is_private(c));
                if !text.chars().all(is_fine) {
                    *text = text
                        .chars()
                        .filter(|c| !is_mark_of_emoji(*c))
                        .map(|c| if is_fine(c) { c } else { STAND_IN })
                        .collect();
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.make_drawable(item)),
            Value::Object(fields) => fields
                .values_mut()
                .for_each(|item| self.make_drawable(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// Characters of private use have no meaning that an archive could keep (ISO 19005-2, 6.2.11.7.3).
const fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Joiners and selectors that only make sense beside a picture.
const fn is_mark_of_emoji(character: char) -> bool {
    matches!(character, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn options(request: &Request) -> Result<PdfOptions, SetError> {
    let (year, [month, day, hour, minute, second]) = request.instant().ok_or(SetError::Instant)?;
    let made = Datetime::from_ymd_hms(year, month, day, hour, minute, second);
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| SetError::Complaint(error.message().to_string()))?;
    Ok(PdfOptions {
        ident: Smart::Custom(request.paper.heading().seal.url.clone()),
        creator: Smart::Custom(Some("Sihebat".to_owned())),
        timestamp: Some(Timestamp::new_utc(made.ok_or(SetError::Instant)?)),
        standards,
        ..PdfOptions::default()
    })
}

fn complaint(diagnostics: &[SourceDiagnostic]) -> SetError {
    let lines: Vec<String> = diagnostics
        .iter()
        .map(|one| {
            let hints = one.hints.iter().map(|hint| format!("; {}", hint.v));
            format!("{}{}", one.message, hints.collect::<String>())
        })
        .collect();
    SetError::Complaint(lines.join(" | "))
}
