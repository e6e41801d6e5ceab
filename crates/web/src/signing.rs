//! Signatures on what we give to the browser and want back unaltered.

use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The key of the site's cookies and form tokens (HMAC-SHA-256, RFC 2104); from `DIR/keys`.
///
/// Clones are one key: what replaces it replaces it everywhere.
#[derive(Clone)]
pub struct SigningKey(Arc<RwLock<[u8; 32]>>);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SigningKey")
    }
}

impl SigningKey {
    /// Wraps 32 secret bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Arc::new(RwLock::new(bytes)))
    }

    /// Signs and checks with another key from now on; whatever the old one signed fits no more.
    pub fn replace(&self, bytes: [u8; 32]) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = bytes;
    }

    fn bytes(&self) -> [u8; 32] {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The signature of a content for one purpose; the purpose keeps uses apart.
    pub fn sign(&self, purpose: &str, content: &[u8]) -> [u8; 32] {
        self.mac(purpose, content).finalize().into_bytes().into()
    }

    /// Whether a signature fits, compared in constant time.
    pub fn verify(&self, purpose: &str, content: &[u8], signature: &[u8]) -> bool {
        self.mac(purpose, content).verify_slice(signature).is_ok()
    }

    /// Content and signature as text for a cookie.
    pub fn seal(&self, purpose: &str, content: &[u8]) -> String {
        format!(
            "{}.{}",
            encode(content),
            encode(&self.sign(purpose, content))
        )
    }

    /// The content of a text made by [`Self::seal`], if nobody altered it.
    pub fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let (content, signature) = sealed.split_once('.')?;
        let content = decode(content)?;
        self.verify(purpose, &content, &decode(signature)?)
            .then_some(content)
    }

    fn mac(&self, purpose: &str, content: &[u8]) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.bytes()).expect("any length is a key");
        mac.update(
            &u64::try_from(purpose.len())
                .unwrap_or_default()
                .to_be_bytes(),
        );
        mac.update(purpose.as_bytes());
        mac.update(content);
        mac
    }
}

/// Text form for cookies and form fields.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads what [`encode`] wrote.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Makes a form token for a secret, different each time so that compression reveals nothing of it.
pub(crate) fn form_token(key: &SigningKey, secret: &[u8], pad: [u8; 32]) -> String {
    let proof = key.sign("form", secret);
    let mut token = pad.to_vec();
    token.extend(pad.iter().zip(proof).map(|(pad, proof)| pad ^ proof));
    encode(&token)
}

/// Whether a form token was made for this secret.
pub(crate) fn form_token_fits(key: &SigningKey, secret: &[u8], token: &str) -> bool {
    let Some(token) = decode(token).filter(|token| token.len() == 64) else {
        return false;
    };
    let (pad, masked) = token.split_at(32);
    let proof: Vec<u8> = pad
        .iter()
        .zip(masked)
        .map(|(pad, masked)| pad ^ masked)
        .collect();
    key.verify("form", secret, &proof)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::new([7; 32])
    }

    #[test]
    fn sealed_text_opens_only_unaltered_and_for_its_purpose() {
        let sealed = key().seal("flash", b"tersimpan");
        assert_eq!(key().open("flash", &sealed), Some(b"tersimpan".to_vec()));
        assert_eq!(key().open("other", &sealed), None);
        assert_eq!(key().open("flash", &sealed.replacen('d', "e", 1)), None);
        assert_eq!(SigningKey::new([8; 32]).open("flash", &sealed), None);
    }

    #[test]
    fn form_token_fits_only_its_secret_whatever_the_pad() {
        let token = form_token(&key(), b"secret", [1; 32]);
        assert_ne!(token, form_token(&key(), b"secret", [2; 32]));
        assert!(form_token_fits(&key(), b"secret", &token));
        assert!(form_token_fits(
            &key(),
            b"secret",
            &form_token(&key(), b"secret", [2; 32])
        ));
        assert!(!form_token_fits(&key(), b"another", &token));
        assert!(!form_token_fits(&key(), b"secret", ""));
    }

    #[test]
    fn a_replaced_key_opens_nothing_of_the_old_one() {
        let (key, same) = (key(), key());
        let kept = key.clone();
        let sealed = key.seal("flash", b"tersimpan");
        assert_eq!(same.open("flash", &sealed), Some(b"tersimpan".to_vec()));
        key.replace([8; 32]);
        assert_eq!(kept.open("flash", &sealed), None);
        let anew = kept.seal("flash", b"tersimpan");
        assert_eq!(key.open("flash", &anew), Some(b"tersimpan".to_vec()));
    }
}
