//! The signed voucher on the wire: a CBOR Web Token in a QR code.
//!
//! A voucher's QR holds `SH1:` followed by Base45 (RFC 9285) of a `COSE_Sign1` (RFC 9052) whose payload
//! is a CBOR Web Token (RFC 8392), signed with Ed25519. The signature proves who issued the voucher;
//! that it is unused is for the redemption ledger to say. Nothing here reads a clock, a file or
//! randomness: time and keys are arguments.
//!
//! - [`issue`] makes the text of a QR from [`Claims`]; [`decode`] reads one without trusting it and
//!   [`Decoded::verify`] checks it against a [`KeySet`].
//! - [`KeySet`] travels to the pump devices as signed bytes ([`KeySet::seal`], [`KeySet::open`]).
//! - [`ShortCode`] is the ten-symbol code a person can type when a QR cannot be read.
//!
//! Every way to fail has a name in [`TokenRefusal`]; the TypeScript reader in `web/src/token` answers with
//! the same names, checked against the same files in `vectors/`.

mod base45;
mod cbor;
mod claims;
mod envelope;
mod key_id;
mod key_set;
mod refusal;
mod short_code;
mod token;

pub use claims::{Claims, Outlet};
pub use key_id::KeyId;
pub use key_set::{KeySet, VoucherKey};
pub use refusal::TokenRefusal;
pub use short_code::{ShortCode, ShortCodeRefusal};
pub use token::{Decoded, MAX_TEXT_CHARS, PREFIX, decode, is_token, issue};

pub use ed25519_dalek::{SigningKey, VerifyingKey};
