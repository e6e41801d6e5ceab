use std::collections::BTreeMap;

use ed25519_dalek::{SigningKey, VerifyingKey};

use crate::cbor::Value;
use crate::claims::{Fields, is_instant_s, is_tenant, key};
use crate::{KeyId, TokenRefusal, envelope};

const MAX_KEYS: usize = 64;
const MAX_SEALED_BYTES: usize = 8_192;

/// The public keys with which a tenant's vouchers are checked, as a device keeps them.
///
/// On the wire it is a `COSE_Sign1` signed by the tenant's root key, over a map of issuer (1), expiry
/// (4), issue (6) and keys (-65545): key id to `[public key, used from, used until]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    tenant: String,
    issued_at_s: i64,
    expires_at_s: i64,
    keys: BTreeMap<KeyId, VoucherKey>,
}

/// A public key and the time in which vouchers were or will be issued with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoucherKey {
    /// The public half.
    pub public: VerifyingKey,
    /// First instant of issue, seconds since 1970 UTC.
    pub used_from_s: i64,
    /// First instant at which nothing is issued with it any more; seconds since 1970 UTC.
    pub used_until_s: i64,
}

impl KeySet {
    /// Collects keys; `expires_at_s` is when a device must have fetched a newer set.
    ///
    /// Refuses with `bad_claim`: a bad tenant code, times out of order, no key or more than 64, weak keys.
    pub fn new(
        tenant: &str,
        issued_at_s: i64,
        expires_at_s: i64,
        keys: impl IntoIterator<Item = VoucherKey>,
    ) -> Result<Self, TokenRefusal> {
        let keys: BTreeMap<_, _> = keys
            .into_iter()
            .map(|key| (KeyId::of(&key.public), key))
            .collect();
        let sound = is_tenant(tenant)
            && is_instant_s(issued_at_s)
            && is_instant_s(expires_at_s)
            && issued_at_s < expires_at_s
            && (1..=MAX_KEYS).contains(&keys.len())
            && keys.values().all(VoucherKey::is_sound);
        if !sound {
            return Err(TokenRefusal::BadClaim);
        }
        Ok(Self {
            tenant: tenant.to_owned(),
            issued_at_s,
            expires_at_s,
            keys,
        })
    }

    /// Short code of the tenant whose keys these are.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Instant at which the set was made, seconds since 1970 UTC; a device never goes back to an older one.
    pub const fn issued_at_s(&self) -> i64 {
        self.issued_at_s
    }

    /// Instant from which the set is no longer to be relied on, seconds since 1970 UTC.
    pub const fn expires_at_s(&self) -> i64 {
        self.expires_at_s
    }

    /// The key of this id.
    pub fn get(&self, id: KeyId) -> Option<&VoucherKey> {
        self.keys.get(&id)
    }

    /// The set as bytes signed by the tenant's root key.
    pub fn seal(&self, root: &SigningKey) -> Vec<u8> {
        let keys = self.keys.iter().map(|(id, key)| {
            let parts = vec![
                Value::Bytes(key.public.as_bytes().to_vec()),
                Value::Int(key.used_from_s),
                Value::Int(key.used_until_s),
            ];
            (Value::Bytes(id.as_bytes().to_vec()), Value::Array(parts))
        });
        let payload = Value::map(vec![
            (Value::Int(key::ISSUER), Value::Text(self.tenant.clone())),
            (Value::Int(key::EXPIRES), Value::Int(self.expires_at_s)),
            (Value::Int(key::ISSUED), Value::Int(self.issued_at_s)),
            (Value::Int(key::KEYS), Value::map(keys.collect())),
        ]);
        envelope::seal(payload.encode(), root)
    }

    /// Reads a sealed set and checks its signature against the root key the device trusts.
    ///
    /// `now_s` is the time in seconds since 1970 UTC; a set past its expiry is refused with `expired`.
    pub fn open(sealed: &[u8], root: &VerifyingKey, now_s: i64) -> Result<Self, TokenRefusal> {
        if sealed.len() > MAX_SEALED_BYTES {
            return Err(TokenRefusal::TooLong);
        }
        let envelope = envelope::open(sealed)?;
        if envelope.key_id != KeyId::of(root) {
            return Err(TokenRefusal::UnknownKey);
        }
        envelope.verify(root)?;
        let set = Self::decode(&envelope.payload)?;
        if now_s >= set.expires_at_s {
            return Err(TokenRefusal::Expired);
        }
        Ok(set)
    }

    fn decode(payload: &[u8]) -> Result<Self, TokenRefusal> {
        let mut fields = Fields::decode(payload)?;
        let tenant = fields.text(key::ISSUER)?;
        let expires_at_s = fields.int(key::EXPIRES)?;
        let issued_at_s = fields.int(key::ISSUED)?;
        let keys = match fields.take(key::KEYS) {
            Some(Value::Map(entries)) => entries,
            Some(_) => return Err(TokenRefusal::UnexpectedType),
            None => return Err(TokenRefusal::MissingClaim),
        };
        fields.finish()?;
        let keys: Result<Vec<_>, _> = keys.into_iter().map(read_key).collect();
        Self::new(&tenant, issued_at_s, expires_at_s, keys?)
    }
}

impl VoucherKey {
    fn is_sound(&self) -> bool {
        is_instant_s(self.used_from_s)
            && is_instant_s(self.used_until_s)
            && self.used_from_s < self.used_until_s
            && !self.public.is_weak()
    }
}

fn read_key((id, parts): (Value, Value)) -> Result<VoucherKey, TokenRefusal> {
    let (Value::Bytes(id), Value::Array(parts)) = (id, parts) else {
        return Err(TokenRefusal::UnexpectedType);
    };
    let [
        Value::Bytes(public),
        Value::Int(used_from_s),
        Value::Int(used_until_s),
    ] = parts.as_slice()
    else {
        return Err(TokenRefusal::UnexpectedType);
    };
    let public = VerifyingKey::try_from(public.as_slice()).map_err(|_| TokenRefusal::BadClaim)?;
    if id != KeyId::of(&public).as_bytes() {
        return Err(TokenRefusal::BadClaim);
    }
    Ok(VoucherKey {
        public,
        used_from_s: *used_from_s,
        used_until_s: *used_until_s,
    })
}
