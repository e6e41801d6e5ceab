//! Keys under a passphrase: argon2id (RFC 9106) and ChaCha20-Poly1305 (RFC 8439).

use anyhow::{Context as _, anyhow, ensure};
use argon2::{Algorithm, Argon2, Params, Version};
use base::Entropy;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};

/// RFC 9106's second recommendation: 64 MiB, three passes, four lanes.
const MEMORY_KIB: u32 = 64 * 1_024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
const SALT: usize = 16;
const NONCE: usize = 12;
/// What is sealed, so that it opens as nothing else.
const PURPOSE: &[u8] = b"sihebat backup keys 1";
/// A passphrase guards every voucher of the city.
const PASSPHRASE_CHARS_MIN: usize = 12;

/// Seals a text: salt, nonce, ciphertext.
pub(super) fn seal(text: &str, passphrase: &str, entropy: &dyn Entropy) -> anyhow::Result<Vec<u8>> {
    let long = passphrase.chars().count() >= PASSPHRASE_CHARS_MIN;
    ensure!(
        long,
        "a passphrase has at least {PASSPHRASE_CHARS_MIN} characters"
    );
    let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
    entropy.fill(&mut salt);
    entropy.fill(&mut nonce);
    let payload = Payload {
        msg: text.as_bytes(),
        aad: PURPOSE,
    };
    let sealed = cipher(passphrase, &salt)?
        .encrypt(&Nonce::from(nonce), payload)
        .map_err(|_| anyhow!("the keys cannot be encrypted"))?;
    Ok([salt.as_slice(), &nonce, &sealed].concat())
}

/// Opens what [`seal`] sealed.
pub(super) fn open(sealed: &[u8], passphrase: &str) -> anyhow::Result<String> {
    let short = "the sealed keys are cut";
    let (salt, rest) = sealed.split_at_checked(SALT).context(short)?;
    let (nonce, sealed) = rest.split_at_checked(NONCE).context(short)?;
    let nonce: [u8; NONCE] = nonce.try_into()?;
    let payload = Payload {
        msg: sealed,
        aad: PURPOSE,
    };
    let text = cipher(passphrase, salt)?
        .decrypt(&Nonce::from(nonce), payload)
        .map_err(|_| anyhow!("the passphrase does not open the keys of this backup"))?;
    Ok(String::from_utf8(text)?)
}

fn cipher(passphrase: &str, salt: &[u8]) -> anyhow::Result<ChaCha20Poly1305> {
    let broken = |_| anyhow!("the passphrase cannot be hashed");
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(broken)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(broken)?;
    ChaCha20Poly1305::new_from_slice(&key).map_err(|_| anyhow!("a key has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::SystemEntropy;

    #[test]
    fn keys_open_with_their_passphrase_only() {
        let sealed = seal("secret", "kerbau naik lontar", &SystemEntropy).unwrap();
        assert_eq!(open(&sealed, "kerbau naik lontar").unwrap(), "secret");
        assert!(open(&sealed, "kerbau naik bambu").is_err());
        let mut altered = sealed.clone();
        altered[40] ^= 1;
        assert!(open(&altered, "kerbau naik lontar").is_err());
        assert!(open(&sealed[..20], "kerbau naik lontar").is_err());
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
    }

    #[test]
    fn a_short_passphrase_is_refused() {
        assert!(seal("secret", "kupang", &SystemEntropy).is_err());
    }
}
