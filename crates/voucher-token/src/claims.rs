//! What a voucher says, and how that stands in a CBOR Web Token (RFC 8392).

use crate::TokenRefusal;
use crate::cbor::{self, Value};

/// Claim keys: the registered ones of RFC 8392 and our own below -65536, its private-use range.
pub(crate) mod key {
    pub(crate) const ISSUER: i64 = 1;
    pub(crate) const EXPIRES: i64 = 4;
    pub(crate) const NOT_BEFORE: i64 = 5;
    pub(crate) const ISSUED: i64 = 6;
    pub(crate) const VOUCHER_ID: i64 = 7;
    pub(crate) const PLATE: i64 = -65_537;
    pub(crate) const PRODUCT: i64 = -65_538;
    pub(crate) const MILLILITRES: i64 = -65_539;
    pub(crate) const RUPIAH: i64 = -65_540;
    pub(crate) const STATION: i64 = -65_541;
    pub(crate) const STATION_GROUP: i64 = -65_542;
    pub(crate) const OFFLINE: i64 = -65_543;
    pub(crate) const SEQUENCE: i64 = -65_544;
    pub(crate) const KEYS: i64 = -65_545;
}

/// The last second of the year 9999.
const MAX_INSTANT_S: i64 = 253_402_300_799;
const MAX_MILLILITRES: i64 = 1_000_000_000;
const MAX_RUPIAH: i64 = 1_000_000_000_000;

/// Everything a voucher says about itself. No personal data beyond the plate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Short code of the tenant that issued it: 2 to 16 of `a-z`, `0-9`, `-`.
    pub tenant: String,
    /// Random id of the voucher; the redemption ledger settles it once.
    pub voucher_id: [u8; 16],
    /// Instant of issue, seconds since 1970 UTC.
    pub issued_at_s: i64,
    /// First instant at which it may be used, if later than the issue; seconds since 1970 UTC.
    pub valid_from_s: Option<i64>,
    /// First instant at which it may no longer be used; seconds since 1970 UTC.
    pub expires_at_s: i64,
    /// Plate of the vehicle, or the inventory label of a machine: 1 to 16 of `A-Z`, `0-9`, space, `-`, `.`, `/`.
    pub plate: String,
    /// Code of the product: 1 to 24 of letters, digits, `-`, `_`, `.`.
    pub product: String,
    /// Most that may be dispensed, in millilitres: 1 to 1,000,000,000.
    pub millilitres_max: i64,
    /// Most that may be spent, in whole rupiah: 1 to 1,000,000,000,000.
    pub rupiah_max: i64,
    /// Where it may be used.
    pub outlet: Outlet,
    /// How often it was issued anew before this one; 0 for the first.
    pub sequence: u32,
}

/// Where a voucher may be used. Codes are 1 to 36 of letters, digits, `-`, `_`, `.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outlet {
    /// One station; only then may the voucher be redeemed while the station is offline.
    Station {
        /// Code of the station.
        code: String,
        /// Whether it may be redeemed offline.
        offline: bool,
    },
    /// Any station of a group, online only.
    Group {
        /// Code of the group.
        code: String,
    },
}

impl Claims {
    /// The claim set as deterministic CBOR; refuses values outside their bounds with `bad_claim`.
    pub(crate) fn encode(&self) -> Result<Vec<u8>, TokenRefusal> {
        self.check()?;
        let text = |text: &str| Value::Text(text.to_owned());
        let mut entries = vec![
            (key::ISSUER, text(&self.tenant)),
            (key::EXPIRES, Value::Int(self.expires_at_s)),
            (key::ISSUED, Value::Int(self.issued_at_s)),
            (key::VOUCHER_ID, Value::Bytes(self.voucher_id.to_vec())),
            (key::PLATE, text(&self.plate)),
            (key::PRODUCT, text(&self.product)),
            (key::MILLILITRES, Value::Int(self.millilitres_max)),
            (key::RUPIAH, Value::Int(self.rupiah_max)),
            (key::SEQUENCE, Value::Int(self.sequence.into())),
        ];
        if let Some(valid_from_s) = self.valid_from_s {
            entries.push((key::NOT_BEFORE, Value::Int(valid_from_s)));
        }
        match &self.outlet {
            Outlet::Station { code, offline } => {
                entries.push((key::STATION, text(code)));
                if *offline {
                    entries.push((key::OFFLINE, Value::Bool(true)));
                }
            }
            Outlet::Group { code } => entries.push((key::STATION_GROUP, text(code))),
        }
        let entries = entries
            .into_iter()
            .map(|(key, value)| (Value::Int(key), value))
            .collect();
        Ok(Value::map(entries).encode())
    }

    /// Reads a claim set; refuses unknown, missing and impossible claims.
    pub(crate) fn decode(payload: &[u8]) -> Result<Self, TokenRefusal> {
        let mut fields = Fields::decode(payload)?;
        let claims = Self {
            tenant: fields.text(key::ISSUER)?,
            expires_at_s: fields.int(key::EXPIRES)?,
            valid_from_s: fields.optional_int(key::NOT_BEFORE)?,
            issued_at_s: fields.int(key::ISSUED)?,
            voucher_id: fields.voucher_id()?,
            plate: fields.text(key::PLATE)?,
            product: fields.text(key::PRODUCT)?,
            millilitres_max: fields.int(key::MILLILITRES)?,
            rupiah_max: fields.int(key::RUPIAH)?,
            outlet: fields.outlet()?,
            sequence: u32::try_from(fields.int(key::SEQUENCE)?)
                .map_err(|_| TokenRefusal::BadClaim)?,
        };
        fields.finish()?;
        claims.check()?;
        Ok(claims)
    }

    fn check(&self) -> Result<(), TokenRefusal> {
        let (Outlet::Station { code, .. } | Outlet::Group { code }) = &self.outlet;
        let starts_s = self.valid_from_s.unwrap_or(self.issued_at_s);
        let sound = is_tenant(&self.tenant)
            && is_plate(&self.plate)
            && is_code(&self.product, 24)
            && is_code(code, 36)
            && (1..=MAX_MILLILITRES).contains(&self.millilitres_max)
            && (1..=MAX_RUPIAH).contains(&self.rupiah_max)
            && 0 <= self.issued_at_s
            && self.issued_at_s <= starts_s
            && starts_s < self.expires_at_s
            && self.expires_at_s <= MAX_INSTANT_S;
        if sound {
            Ok(())
        } else {
            Err(TokenRefusal::BadClaim)
        }
    }
}

/// A CBOR map with integer keys, taken apart claim by claim.
pub(crate) struct Fields(Vec<(Value, Value)>);

impl Fields {
    pub(crate) fn decode(payload: &[u8]) -> Result<Self, TokenRefusal> {
        match cbor::decode(payload)? {
            Value::Map(entries) => Ok(Self(entries)),
            _ => Err(TokenRefusal::UnexpectedType),
        }
    }

    pub(crate) fn take(&mut self, key: i64) -> Option<Value> {
        let place = self
            .0
            .iter()
            .position(|(known, _)| *known == Value::Int(key))?;
        Some(self.0.remove(place).1)
    }

    pub(crate) fn optional_int(&mut self, key: i64) -> Result<Option<i64>, TokenRefusal> {
        match self.take(key) {
            Some(Value::Int(number)) => Ok(Some(number)),
            Some(_) => Err(TokenRefusal::UnexpectedType),
            None => Ok(None),
        }
    }

    pub(crate) fn int(&mut self, key: i64) -> Result<i64, TokenRefusal> {
        self.optional_int(key)?.ok_or(TokenRefusal::MissingClaim)
    }

    fn optional_text(&mut self, key: i64) -> Result<Option<String>, TokenRefusal> {
        match self.take(key) {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(_) => Err(TokenRefusal::UnexpectedType),
            None => Ok(None),
        }
    }

    pub(crate) fn text(&mut self, key: i64) -> Result<String, TokenRefusal> {
        self.optional_text(key)?.ok_or(TokenRefusal::MissingClaim)
    }

    fn voucher_id(&mut self) -> Result<[u8; 16], TokenRefusal> {
        match self.take(key::VOUCHER_ID) {
            Some(Value::Bytes(id)) => id.try_into().map_err(|_| TokenRefusal::BadClaim),
            Some(_) => Err(TokenRefusal::UnexpectedType),
            None => Err(TokenRefusal::MissingClaim),
        }
    }

    fn outlet(&mut self) -> Result<Outlet, TokenRefusal> {
        let station = self.optional_text(key::STATION)?;
        let group = self.optional_text(key::STATION_GROUP)?;
        let offline = match self.take(key::OFFLINE) {
            None => false,
            Some(Value::Bool(true)) => true,
            Some(Value::Bool(false)) => return Err(TokenRefusal::BadClaim),
            Some(_) => return Err(TokenRefusal::UnexpectedType),
        };
        match (station, group) {
            (Some(code), None) => Ok(Outlet::Station { code, offline }),
            (None, Some(code)) if !offline => Ok(Outlet::Group { code }),
            (None, None) => Err(TokenRefusal::MissingClaim),
            _ => Err(TokenRefusal::BadClaim),
        }
    }

    /// Refuses what nobody asked for.
    pub(crate) fn finish(self) -> Result<(), TokenRefusal> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(TokenRefusal::UnknownClaim)
        }
    }
}

pub(crate) fn is_tenant(text: &str) -> bool {
    (2..=16).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

pub(crate) fn is_instant_s(instant_s: i64) -> bool {
    (0..=MAX_INSTANT_S).contains(&instant_s)
}

fn is_plate(text: &str) -> bool {
    (1..=16).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b" -./".contains(&b))
}

fn is_code(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}
