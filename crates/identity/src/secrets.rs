//! Tokens we hand out, and secrets we keep sealed.

use std::sync::{Arc, PoisonError, RwLock};

use base::Entropy;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use sha2::{Digest as _, Sha256};

use crate::hashing::random;

/// The keys under which secrets lie in the database; from `DIR/keys`. Clones share what is replaced.
///
/// One of them seals. The others open what was sealed before a rotation, or by a server that knew
/// of it earlier; which one fits is found by trying, for the cipher tells.
#[derive(Clone)]
pub struct DataKey(Arc<RwLock<Vec<[u8; 32]>>>);

impl std::fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("DataKey")
    }
}

/// How a sealed secret stands to the keys.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Resealed {
    /// It is sealed with the key in use.
    Already,
    /// It was sealed with an older key; here it is sealed with the one in use.
    Anew(Vec<u8>),
    /// No key opens it.
    Unreadable,
}

const NONCE_BYTES: usize = 12;

impl DataKey {
    /// A single key of 32 secret bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Arc::new(RwLock::new(vec![bytes])))
    }

    /// Several keys, the one to seal with first; `None` where there is none.
    pub fn ring(keys: Vec<[u8; 32]>) -> Option<Self> {
        (!keys.is_empty()).then(|| Self(Arc::new(RwLock::new(keys))))
    }

    /// Takes other keys, the one to seal with first; none at all changes nothing.
    pub fn replace(&self, keys: Vec<[u8; 32]>) {
        if !keys.is_empty() {
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = keys;
        }
    }

    fn keys(&self) -> Vec<[u8; 32]> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Seals a secret (ChaCha20-Poly1305, RFC 8439) so that it opens only for the same owner.
    pub(crate) fn seal(
        &self,
        owner: &[u8],
        secret: &[u8],
        entropy: &dyn Entropy,
    ) -> Option<Vec<u8>> {
        let nonce: [u8; NONCE_BYTES] = random(entropy);
        let payload = Payload {
            msg: secret,
            aad: owner,
        };
        let cipher = cipher(self.keys().first()?)?;
        let sealed = cipher.encrypt(&Nonce::from(nonce), payload).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Self::seal`] sealed; `None` where it was altered or is another owner's.
    pub(crate) fn open(&self, owner: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let keys = self.keys();
        keys.iter().find_map(|key| open_with(key, owner, sealed))
    }

    /// Seals anew what an older key sealed.
    pub(crate) fn reseal(&self, owner: &[u8], sealed: &[u8], entropy: &dyn Entropy) -> Resealed {
        let keys = self.keys();
        if keys
            .first()
            .is_some_and(|key| open_with(key, owner, sealed).is_some())
        {
            return Resealed::Already;
        }
        let anew = self
            .open(owner, sealed)
            .and_then(|secret| self.seal(owner, &secret, entropy));
        anew.map_or(Resealed::Unreadable, Resealed::Anew)
    }
}

fn open_with(key: &[u8; 32], owner: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    let payload = Payload {
        msg: sealed,
        aad: owner,
    };
    cipher(key)?.decrypt(&Nonce::from(nonce), payload).ok()
}

fn cipher(key: &[u8; 32]) -> Option<ChaCha20Poly1305> {
    ChaCha20Poly1305::new_from_slice(key).ok()
}

/// A new token of 256 bits, for a session, a link or a program.
pub(crate) fn draw_token(prefix: &str, entropy: &dyn Entropy) -> String {
    let bytes: [u8; 32] = random(entropy);
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// A recovery code as people type it on a phone's number pad: `4827-1903-5567-0142` (53 bits).
pub(crate) fn draw_recovery_code(entropy: &dyn Entropy) -> String {
    let mut code = String::with_capacity(19);
    while code.len() < 19 {
        let [byte]: [u8; 1] = random(entropy);
        // 250 is the largest multiple of ten a byte holds: the digits stay equally likely.
        if byte >= 250 {
            continue;
        }
        if matches!(code.len(), 4 | 9 | 14) {
            code.push('-');
        }
        code.push(char::from(b'0' + byte % 10));
    }
    code
}

/// The digest of a recovery code, with or without its hyphens.
pub(crate) fn recovery_hash(person: base::PersonId, typed: &str) -> [u8; 32] {
    let plain: String = typed.chars().filter(char::is_ascii_digit).collect();
    Sha256::new()
        .chain_update(b"recovery\0")
        .chain_update(person.uuid().as_bytes())
        .chain_update(plain)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{PersonId, SystemEntropy, Uuid};

    #[test]
    fn a_sealed_secret_opens_for_its_owner_only() {
        let key = DataKey::new([9; 32]);
        let sealed = key.seal(b"maria", b"secret", &SystemEntropy).unwrap();
        assert_eq!(key.open(b"maria", &sealed), Some(b"secret".to_vec()));
        assert_eq!(key.open(b"yosef", &sealed), None);
        assert_eq!(DataKey::new([8; 32]).open(b"maria", &sealed), None);
        let mut altered = sealed.clone();
        altered[14] ^= 1;
        assert_eq!(key.open(b"maria", &altered), None);
        assert_eq!(key.open(b"maria", b"short"), None);
    }

    #[test]
    fn what_an_older_key_sealed_opens_and_is_sealed_anew() {
        let key = DataKey::new([9; 32]);
        let old = key.seal(b"maria", b"secret", &SystemEntropy).unwrap();
        let server = key.clone();
        key.replace(vec![[8; 32], [9; 32]]);
        assert_eq!(server.open(b"maria", &old), Some(b"secret".to_vec()));
        let Resealed::Anew(new) = key.reseal(b"maria", &old, &SystemEntropy) else {
            panic!("it was sealed with the older key");
        };
        assert_eq!(
            DataKey::new([8; 32]).open(b"maria", &new),
            Some(b"secret".to_vec())
        );
        let again = key.reseal(b"maria", &new, &SystemEntropy);
        assert_eq!(again, Resealed::Already);
        let other = DataKey::new([7; 32]).reseal(b"maria", &old, &SystemEntropy);
        assert_eq!(other, Resealed::Unreadable);
        key.replace(Vec::new());
        assert!(key.open(b"maria", &new).is_some());
    }

    #[test]
    fn recovery_codes_are_typed_freely() {
        let person = PersonId::new(Uuid::from_u128(1));
        let code = draw_recovery_code(&SystemEntropy);
        assert_eq!(code.len(), 19);
        assert_eq!(code.bytes().filter(u8::is_ascii_digit).count(), 16);
        let typed = code.replace('-', " ");
        assert_eq!(recovery_hash(person, &code), recovery_hash(person, &typed));
        assert_ne!(
            recovery_hash(person, &code),
            recovery_hash(PersonId::new(Uuid::nil()), &code)
        );
    }

    #[test]
    fn tokens_differ() {
        let token = draw_token("sh_", &SystemEntropy);
        assert_eq!(token.len(), 3 + 43);
        assert_ne!(token, draw_token("sh_", &SystemEntropy));
    }
}
