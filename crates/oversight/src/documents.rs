//! Official papers as PDF: what this area asks of the binary, which has a worker for it.

use std::pin::Pin;
use std::sync::Arc;

use base::TenantId;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blobs::{BlobHash, Blobs, PhotoError};
use register::Logo;
use web::axum::http::StatusCode;
use web::axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use web::axum::response::IntoResponse as _;
use web::{Answer, Budget, Locale, Site, WebError, fl};

use crate::texts;

/// A paper on its way.
pub type Printing<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, NoDocument>> + Send + 'a>>;

/// Turns the data of a paper into a PDF; implemented by the binary.
pub trait DocumentPrinter: Send + Sync {
    /// Prints one paper; `request` is the JSON that the worker `sihebat-documents` reads.
    fn print(&self, request: Vec<u8>) -> Printing<'_>;
}

/// The printer, shared with this area's pages.
#[derive(Clone)]
pub struct Documents(Arc<dyn DocumentPrinter>);

impl Documents {
    /// Papers from this printer.
    pub fn new(printer: Arc<dyn DocumentPrinter>) -> Self {
        Self(printer)
    }
}

/// Why there is no PDF; pages and workbooks are there all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDocument {
    /// The worker is not installed.
    Missing,
    /// Others wait already.
    Busy,
    /// The worker broke, or took too long.
    Failed,
}

impl web::Refusal for NoDocument {
    fn status(&self) -> StatusCode {
        match self {
            Self::Missing | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "documents_missing",
            Self::Busy => "documents_busy",
            Self::Failed => "documents_failed",
        }
    }

    fn text(&self, locale: Locale) -> String {
        let texts = texts(locale);
        match self {
            Self::Missing => fl!(texts, "no-document-missing"),
            Self::Busy => fl!(texts, "no-document-busy"),
            Self::Failed => fl!(texts, "no-document-failed"),
        }
    }
}

/// Papers per person: enough to print an agency's month by hand, too few to keep others waiting.
const PAPERS: Budget = Budget {
    name: "documents",
    capacity: 60,
    per_seconds: 60,
};

/// A paper to be printed.
pub(crate) struct Request {
    /// The name of the file, without the ending.
    pub(crate) file: String,
    /// What the worker reads.
    pub(crate) content: serde_json::Value,
}

/// The file of a letterhead's logo in Base64; a paper goes without it where the file is gone.
pub(crate) async fn logo_of(
    site: &Site,
    tenant: TenantId,
    logo: Option<&Logo>,
) -> Result<Option<String>, WebError> {
    let Some(logo) = logo else {
        return Ok(None);
    };
    let blobs = site.part::<Blobs>()?;
    match blobs.read(tenant, BlobHash::new(logo.hash)).await {
        Ok(jpeg) => Ok(jpeg.map(|jpeg| STANDARD.encode(jpeg))),
        Err(PhotoError::Busy) => Err(WebError::busy(2)),
        Err(error) => {
            tracing::error!(%error, "the logo of a letterhead cannot be read");
            Ok(None)
        }
    }
}

/// Answers with the PDF of a request to whoever asks from an address.
pub(crate) async fn answer(
    site: &Site,
    (origin, locale): (&str, Locale),
    request: &Request,
) -> Answer {
    site.spend(PAPERS, origin)?;
    let documents: Documents = site.part()?;
    let printed = documents
        .0
        .print(request.content.to_string().into_bytes())
        .await;
    let bytes = printed.map_err(|reason| WebError::refused(&reason, locale))?;
    let name = format!("attachment; filename=\"{}.pdf\"", request.file);
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}
