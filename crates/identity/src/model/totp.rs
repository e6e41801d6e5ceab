//! Codes that change every 30 seconds (RFC 6238: SHA-1, six digits, one step of tolerance).

use base::{Entropy, UtcMicros};
use totp_rs::{Builder, Secret, Totp};

use crate::hashing::random;

/// The secret of a second factor: 20 bytes, as RFC 4226 recommends.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TotpSecret(Vec<u8>);

impl TotpSecret {
    /// A new secret.
    pub(crate) fn draw(entropy: &dyn Entropy) -> Self {
        let bytes: [u8; 20] = random(entropy);
        Self(bytes.to_vec())
    }

    /// A secret that was kept.
    pub(crate) const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to be sealed.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The secret as people type it into an app: base32 in groups of four.
    pub(crate) fn typed(&self) -> String {
        let text = Secret::new(self.0.clone().into_boxed_slice()).to_base32();
        let characters: Vec<char> = text.chars().collect();
        let groups: Vec<String> = characters
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        groups.join(" ")
    }

    /// The address that an app reads from the QR.
    pub(crate) fn address(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (percent(issuer), percent(account));
        let secret = self.typed().replace(' ', "");
        format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
    }

    /// The step of a code that fits now, which may be used once.
    pub(crate) fn check(&self, typed: &str, now: UtcMicros) -> Option<i64> {
        let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(now.seconds()).ok()?;
        let step = self.totp()?.check(&code, seconds)?;
        i64::try_from(step).ok()
    }

    /// The secret that a person typed into an app: for tests.
    #[cfg(feature = "testkit")]
    pub(crate) fn of_typed(typed: &str) -> Option<Self> {
        let secret = Secret::try_from_base32(typed.replace(' ', "")).ok()?;
        Some(Self(secret.as_bytes().to_vec()))
    }

    /// The code of an instant: for tests.
    #[cfg(any(test, feature = "testkit"))]
    pub(crate) fn code_at(&self, now: UtcMicros) -> Option<String> {
        let seconds = u64::try_from(now.seconds()).ok()?;
        Some(self.totp()?.generate(seconds).to_string())
    }

    fn totp(&self) -> Option<Totp> {
        let secret = Secret::new(self.0.clone().into_boxed_slice());
        Builder::new().with_secret(secret).build().ok()
    }
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> UtcMicros {
        UtcMicros::new(0).plus_seconds(seconds)
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B gives eight digits; ours are the last six.
        let secret = TotpSecret::new(b"12345678901234567890".to_vec());
        assert_eq!(secret.code_at(at(59)).as_deref(), Some("287082"));
        assert_eq!(secret.code_at(at(1_111_111_109)).as_deref(), Some("081804"));
        assert_eq!(
            secret.code_at(at(20_000_000_000)).as_deref(),
            Some("353130")
        );
    }

    #[test]
    fn a_code_fits_one_step_around_its_own() {
        let secret = TotpSecret::new(b"12345678901234567890".to_vec());
        assert_eq!(secret.check("287 082", at(59)), Some(1));
        assert_eq!(secret.check("287082", at(89)), Some(1));
        assert_eq!(secret.check("287082", at(90)), None);
        assert_eq!(secret.check("28708", at(59)), None);
        assert_eq!(secret.check("", at(59)), None);
    }

    #[test]
    fn the_address_names_city_and_account() {
        let secret = TotpSecret::new(b"12345678901234567890".to_vec());
        assert_eq!(secret.typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            secret.address("Sihebat Kota Kupang", "maria@kupang.go.id"),
            "otpauth://totp/Sihebat%20Kota%20Kupang:maria%40kupang.go.id?\
             secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sihebat%20Kota%20Kupang"
        );
    }
}
