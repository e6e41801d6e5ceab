//! Signed notes after C2SP signed-note: a text, an empty line, and Ed25519 signature lines.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, Verifier as _};
use sha2::{Digest as _, Sha256};

/// The signature type of Ed25519 in signed notes.
const ED25519: u8 = 1;

/// A named key that signs checkpoints.
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

/// The public half, as trusted by a verifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

/// Why a note was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The note has no text and signature block.
    #[error("this is not a signed note")]
    Malformed,
    /// No signature by the trusted key.
    #[error("the note is not signed by the trusted key")]
    UnknownKey,
    /// A signature by that key does not fit the text.
    #[error("the signature does not fit the text")]
    WrongSignature,
    /// The text is no verifier key.
    #[error("this is not a verifier key")]
    BadKey,
}

impl SigningKey {
    /// A key from its 32 secret bytes; the name must hold no space and no plus.
    pub fn new(name: impl Into<String>, secret: &[u8; 32]) -> Self {
        Self {
            name: name.into(),
            key: ed25519_dalek::SigningKey::from_bytes(secret),
        }
    }

    /// The public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey {
            name: self.name.clone(),
            key: self.key.verifying_key(),
        }
    }
}

impl VerifyingKey {
    /// The key's number in signature lines: the first 4 bytes of SHA-256(name, newline, type, key).
    fn id(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        digest.first_chunk::<4>().copied().unwrap_or_default()
    }
}

/// Writes `name+hash+base64`, the form in which verifier keys are handed out.
impl std::fmt::Display for VerifyingKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = STANDARD.encode([&[ED25519], self.key.as_bytes().as_slice()].concat());
        write!(
            formatter,
            "{}+{}+{key}",
            self.name,
            base::to_hex(&self.id())
        )
    }
}

impl std::str::FromStr for VerifyingKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(hash), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::BadKey);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NoteError::BadKey)?;
        let Some((&ED25519, key)) = bytes.split_first() else {
            return Err(NoteError::BadKey);
        };
        let key = key.try_into().map_err(|_| NoteError::BadKey)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| NoteError::BadKey)?;
        let key = Self {
            name: name.to_owned(),
            key,
        };
        if base::to_hex(&key.id()) == hash {
            Ok(key)
        } else {
            Err(NoteError::BadKey)
        }
    }
}

/// Signs a text, which must end in a newline.
pub fn sign_note(text: &str, signer: &SigningKey) -> String {
    let signature = signer.key.sign(text.as_bytes()).to_bytes();
    let line = [signer.verifying_key().id().as_slice(), &signature].concat();
    format!(
        "{text}\n\u{2014} {} {}\n",
        signer.name,
        STANDARD.encode(line)
    )
}

/// Adds a second signature to a note.
pub fn cosign_note(note: &str, signer: &SigningKey) -> Result<String, NoteError> {
    let (text, _) = parts(note)?;
    let signed = sign_note(text, signer);
    let line = signed.get(text.len() + 1..).unwrap_or_default();
    Ok(format!("{note}{line}"))
}

/// Text and signature lines of a note.
fn parts(note: &str) -> Result<(&str, &str), NoteError> {
    let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Malformed)?;
    let text = note.get(..text.len() + 1).ok_or(NoteError::Malformed)?;
    Ok((text, signatures))
}

/// The text of a note, if the trusted key signed it.
///
/// # Errors
/// A [`NoteError`] that says why the note is not accepted.
pub fn verify_note<'a>(note: &'a str, trusted: &VerifyingKey) -> Result<&'a str, NoteError> {
    let (text, signatures) = parts(note)?;
    for line in signatures.lines() {
        let mut words = line.split(' ');
        let (Some("\u{2014}"), Some(name), Some(signature)) =
            (words.next(), words.next(), words.next())
        else {
            return Err(NoteError::Malformed);
        };
        let signature = STANDARD
            .decode(signature)
            .map_err(|_| NoteError::Malformed)?;
        let (id, signature) = signature.split_at_checked(4).ok_or(NoteError::Malformed)?;
        if name != trusted.name || id != trusted.id() {
            continue;
        }
        let signature = ed25519_dalek::Signature::from_slice(signature)
            .map_err(|_| NoteError::WrongSignature)?;
        return match trusted.key.verify(text.as_bytes(), &signature) {
            Ok(()) => Ok(text),
            Err(_) => Err(NoteError::WrongSignature),
        };
    }
    Err(NoteError::UnknownKey)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_its_own_signature_only() {
        let signer = SigningKey::new("kupang.example", &[7; 32]);
        let trusted = signer.verifying_key();
        let note = sign_note("a text\n", &signer);
        assert_eq!(verify_note(&note, &trusted), Ok("a text\n"));
        let altered = note.replace("a text", "b text");
        assert_eq!(
            verify_note(&altered, &trusted),
            Err(NoteError::WrongSignature)
        );
        let other = SigningKey::new("kupang.example", &[8; 32]).verifying_key();
        assert_eq!(verify_note(&note, &other), Err(NoteError::UnknownKey));
        assert_eq!(verify_note("nothing", &trusted), Err(NoteError::Malformed));
    }

    #[test]
    fn a_note_can_carry_two_signatures() {
        let [one, other] = [7, 8].map(|secret| SigningKey::new("kupang.example", &[secret; 32]));
        let note = cosign_note(&sign_note("a text\n", &one), &other).unwrap();
        for signer in [&one, &other] {
            assert_eq!(verify_note(&note, &signer.verifying_key()), Ok("a text\n"));
        }
        assert_eq!(cosign_note("nothing", &other), Err(NoteError::Malformed));
    }

    #[test]
    fn a_verifier_key_survives_its_text() {
        let key = SigningKey::new("kupang.example", &[7; 32]).verifying_key();
        assert_eq!(key.to_string().parse(), Ok(key.clone()));
        assert!(
            key.to_string()
                .replace("kupang", "ambon")
                .parse::<VerifyingKey>()
                .is_err()
        );
    }
}
