//! One test binary: the shared vectors, properties of the token, and its QR code.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "in a test a panic is a finding"
)]

mod cases;
mod interop;
mod properties;
mod qr;
mod vectors;
