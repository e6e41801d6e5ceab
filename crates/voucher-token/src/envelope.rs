//! `COSE_Sign1` (RFC 9052, section 4.2) with Ed25519, one exact header and no unprotected fields.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::cbor::{self, Value};
use crate::{KeyId, TokenRefusal};

const TAG_COSE_SIGN1: i64 = 18;
const HEADER_ALG: i64 = 1;
const HEADER_KID: i64 = 4;
const ALG_EDDSA: i64 = -8;

/// A signed message whose signature has not been looked at.
#[derive(Debug, Clone)]
pub(crate) struct Envelope {
    pub(crate) key_id: KeyId,
    pub(crate) payload: Vec<u8>,
    signature: Signature,
}

/// Signs a payload and wraps it.
pub(crate) fn seal(payload: Vec<u8>, key: &SigningKey) -> Vec<u8> {
    let protected = protected_header(KeyId::of(&key.verifying_key()));
    let signature = key.sign(&signed_bytes(&protected, &payload));
    let parts = vec![
        Value::Bytes(protected),
        Value::Map(Vec::new()),
        Value::Bytes(payload),
        Value::Bytes(signature.to_bytes().to_vec()),
    ];
    Value::Tag(TAG_COSE_SIGN1, Box::new(Value::Array(parts))).encode()
}

/// Takes the wrapping apart.
pub(crate) fn open(bytes: &[u8]) -> Result<Envelope, TokenRefusal> {
    let Value::Tag(TAG_COSE_SIGN1, body) = cbor::decode(bytes)? else {
        return Err(TokenRefusal::UnexpectedType);
    };
    let Value::Array(parts) = *body else {
        return Err(TokenRefusal::UnexpectedType);
    };
    let Ok([protected, unprotected, payload, signature]) = <[Value; 4]>::try_from(parts) else {
        return Err(TokenRefusal::UnexpectedType);
    };
    let (Value::Bytes(protected), Value::Map(unprotected)) = (protected, unprotected) else {
        return Err(TokenRefusal::UnexpectedType);
    };
    let (Value::Bytes(payload), Value::Bytes(signature)) = (payload, signature) else {
        return Err(TokenRefusal::UnexpectedType);
    };
    let key_id = read_header(&protected)?;
    if !unprotected.is_empty() {
        return Err(TokenRefusal::BadHeader);
    }
    let signature = Signature::from_slice(&signature).map_err(|_| TokenRefusal::UnexpectedType)?;
    Ok(Envelope {
        key_id,
        payload,
        signature,
    })
}

impl Envelope {
    /// Checks the signature; `verify_strict` also refuses small-order keys and non-canonical points.
    pub(crate) fn verify(&self, key: &VerifyingKey) -> Result<(), TokenRefusal> {
        let protected = protected_header(self.key_id);
        key.verify_strict(&signed_bytes(&protected, &self.payload), &self.signature)
            .map_err(|_| TokenRefusal::BadSignature)
    }
}

fn protected_header(key_id: KeyId) -> Vec<u8> {
    Value::map(vec![
        (Value::Int(HEADER_ALG), Value::Int(ALG_EDDSA)),
        (
            Value::Int(HEADER_KID),
            Value::Bytes(key_id.as_bytes().to_vec()),
        ),
    ])
    .encode()
}

fn read_header(protected: &[u8]) -> Result<KeyId, TokenRefusal> {
    let Value::Map(entries) = cbor::decode(protected)? else {
        return Err(TokenRefusal::BadHeader);
    };
    match entries.as_slice() {
        [
            (Value::Int(HEADER_ALG), Value::Int(ALG_EDDSA)),
            (Value::Int(HEADER_KID), Value::Bytes(id)),
        ] => KeyId::from_slice(id).ok_or(TokenRefusal::BadHeader),
        _ => Err(TokenRefusal::BadHeader),
    }
}

/// The `Sig_structure` of RFC 9052, section 4.4, with empty external data.
fn signed_bytes(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    Value::Array(vec![
        Value::Text("Signature1".to_owned()),
        Value::Bytes(protected.to_vec()),
        Value::Bytes(Vec::new()),
        Value::Bytes(payload.to_vec()),
    ])
    .encode()
}
