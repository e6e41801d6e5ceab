use ed25519_dalek::SigningKey;

use crate::envelope::{self, Envelope};
use crate::{Claims, KeyId, KeySet, TokenRefusal, base45};

/// What the text of every voucher of this format begins with.
pub const PREFIX: &str = "SH1:";

/// Whether a text is meant as a token; a typed code may begin with the letters `SH` too.
pub fn is_token(text: &str) -> bool {
    text.starts_with(PREFIX)
}

/// The longest text of a voucher: a QR code of version 13 at level M holds 483.
pub const MAX_TEXT_CHARS: usize = 480;

/// How far a device's clock may lag behind the issuer's before a fresh voucher looks like a future one.
const CLOCK_LAG_S: i64 = 300;

/// Signs a voucher and writes it as the text of a QR code.
///
/// Refuses claims outside their bounds with `bad_claim`. With every claim at its longest the text stays
/// under [`MAX_TEXT_CHARS`].
pub fn issue(claims: &Claims, key: &SigningKey) -> Result<String, TokenRefusal> {
    let sealed = envelope::seal(claims.encode()?, key);
    let text = format!("{PREFIX}{}", base45::encode(&sealed));
    if text.len() > MAX_TEXT_CHARS {
        Err(TokenRefusal::TooLong)
    } else {
        Ok(text)
    }
}

/// A voucher that was read but is not to be believed yet.
#[derive(Debug, Clone)]
pub struct Decoded {
    envelope: Envelope,
    claims: Claims,
}

/// Reads the text of a QR code without checking its signature.
///
/// The text must be exactly what was scanned: Base45 has a space, so it is never trimmed.
pub fn decode(text: &str) -> Result<Decoded, TokenRefusal> {
    let Some(body) = text.strip_prefix(PREFIX) else {
        return Err(refuse_prefix(text));
    };
    if text.len() > MAX_TEXT_CHARS {
        return Err(TokenRefusal::TooLong);
    }
    let envelope = envelope::open(&base45::decode(body)?)?;
    let claims = Claims::decode(&envelope.payload)?;
    Ok(Decoded { envelope, claims })
}

impl Decoded {
    /// The key that is said to have signed it.
    pub const fn key_id(&self) -> KeyId {
        self.envelope.key_id
    }

    /// The voucher's id, good for looking it up in the ledger, not for trusting anything else it says.
    pub const fn voucher_id(&self) -> [u8; 16] {
        self.claims.voucher_id
    }

    /// Checks tenant, key, signature and time, in this order, and hands out the claims.
    ///
    /// `now_s` is the time in seconds since 1970 UTC. A voucher without its own first instant is accepted
    /// five minutes before its issue, for devices whose clock lags.
    pub fn verify(self, keys: &KeySet, now_s: i64) -> Result<Claims, TokenRefusal> {
        let Self { envelope, claims } = self;
        if claims.tenant != keys.tenant() {
            return Err(TokenRefusal::OtherTenant);
        }
        let key = keys.get(envelope.key_id).ok_or(TokenRefusal::UnknownKey)?;
        envelope.verify(&key.public)?;
        if !(key.used_from_s..key.used_until_s).contains(&claims.issued_at_s) {
            return Err(TokenRefusal::KeyNotInUse);
        }
        if now_s
            < claims
                .valid_from_s
                .unwrap_or(claims.issued_at_s - CLOCK_LAG_S)
        {
            return Err(TokenRefusal::NotYetValid);
        }
        if now_s >= claims.expires_at_s {
            return Err(TokenRefusal::Expired);
        }
        Ok(claims)
    }
}

/// Tells a voucher of another format (`SH2:` to `SH9:`) from a text that is no voucher.
fn refuse_prefix(text: &str) -> TokenRefusal {
    match text.as_bytes() {
        [b'S', b'H', b'2'..=b'9', b':', ..] => TokenRefusal::UnsupportedVersion,
        _ => TokenRefusal::NotAVoucher,
    }
}
