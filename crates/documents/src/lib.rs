//! Official documents: the data of a paper as JSON in, a PDF out.
//!
//! [`Typesetter`] holds the fonts and the templates; a [`Request`] names the paper and carries what
//! stands on it, already written as text: nothing is computed here.
//! The library is used by one program, `sihebat-documents`, which sets one document and ends.
//!
//! Architecture invariant: what a request says is data, never source text; a document sees its
//! template, its data, its QR code and two fonts, and nothing else of the machine.
#![warn(missing_docs)]

mod paper;
mod qr;
mod request;
mod typesetter;
mod world;

pub use paper::{
    Card, CardRow, Heading, Letterhead, Logo, Recap, RecapRow, Seal, Signature, Total, Vehicle,
};
pub use request::{Paper, REQUEST_BYTES_MAX, Request, RequestError};
pub use typesetter::{SetError, Typesetter};
