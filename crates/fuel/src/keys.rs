//! Secrets of vouchers: the key that signs QR codes and the one that makes codes and links.

use std::sync::Arc;

use base::{TenantId, to_hex};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use voucher_token::{
    Claims, Decoded, KeySet, Outlet, ShortCode, SigningKey, TokenRefusal, VoucherKey,
};

use crate::model::{Voucher, VoucherId};

/// The keys of a city's vouchers; cheap to clone.
#[derive(Clone)]
pub struct VoucherKeys {
    inner: Arc<Inner>,
}

struct Inner {
    signing: SigningKey,
    /// Earlier keys whose vouchers may still be about.
    key_set: KeySet,
    link_secret: [u8; 32],
    tenant_code: String,
}

/// The group of all stations with a contract.
const ANY_STATION: &str = "kota";

/// How long a voucher key counts as published, in seconds: ten years either way.
const KEY_SECONDS: i64 = 315_360_000;

impl VoucherKeys {
    /// Keys from their secret bytes.
    ///
    /// # Errors
    /// A [`TokenRefusal`] where the tenant's short code cannot stand in a token.
    pub fn new(
        tenant_code: &str,
        voucher_secret: &[u8; 32],
        link_secret: [u8; 32],
        now_s: i64,
    ) -> Result<Self, TokenRefusal> {
        let signing = SigningKey::from_bytes(voucher_secret);
        let key = VoucherKey {
            public: signing.verifying_key(),
            used_from_s: now_s.saturating_sub(KEY_SECONDS),
            used_until_s: now_s.saturating_add(KEY_SECONDS),
        };
        let key_set = KeySet::new(tenant_code, now_s, now_s.saturating_add(KEY_SECONDS), [key])?;
        let tenant_code = tenant_code.to_owned();
        Ok(Self {
            inner: Arc::new(Inner {
                signing,
                key_set,
                link_secret,
                tenant_code,
            }),
        })
    }

    /// The public keys that devices check vouchers with.
    pub fn key_set(&self) -> &KeySet {
        &self.inner.key_set
    }

    fn derive(&self, purpose: &str, tenant: TenantId, id: VoucherId, number: u32) -> [u8; 32] {
        let mut digest = Hmac::<Sha256>::new_from_slice(&self.inner.link_secret)
            .unwrap_or_else(|_| unreachable_key());
        digest.update(purpose.as_bytes());
        digest.update(tenant.uuid().as_bytes());
        digest.update(id.uuid().as_bytes());
        digest.update(&number.to_be_bytes());
        digest.finalize().into_bytes().into()
    }

    /// The code a person can type; `attempt` gives another one where it is taken.
    pub fn short_code(
        &self,
        tenant: TenantId,
        id: VoucherId,
        (sequence, attempt): (u32, u32),
    ) -> ShortCode {
        let number = sequence.wrapping_mul(64).wrapping_add(attempt);
        let bytes = self.derive("code", tenant, id, number);
        ShortCode::from_random(bytes.first_chunk().copied().unwrap_or_default())
    }

    /// The last part of the driver's link: unguessable, void after a re-issue.
    pub fn link(&self, tenant: TenantId, voucher: &Voucher) -> String {
        let secret = self.derive("link", tenant, voucher.id, voucher.sequence);
        let secret = secret.first_chunk::<16>().copied().unwrap_or_default();
        to_hex(&[voucher.id.uuid().as_bytes().as_slice(), &secret].concat())
    }

    /// The voucher a link names; whether its secret fits is for [`Self::link`] to tell.
    pub fn voucher_of_link(link: &str) -> Option<VoucherId> {
        let bytes = base::from_hex(link).filter(|bytes| bytes.len() == 32)?;
        base::Uuid::from_slice(bytes.get(..16)?)
            .ok()
            .map(VoucherId::new)
    }

    /// The text of a voucher's QR.
    ///
    /// # Errors
    /// A [`TokenRefusal`] where the voucher does not fit into a token.
    pub fn token(&self, voucher: &Voucher, plate: &str) -> Result<String, TokenRefusal> {
        let claims = Claims {
            tenant: self.inner.tenant_code.clone(),
            voucher_id: voucher.id.uuid().into_bytes(),
            issued_at_s: voucher.issued_at.seconds(),
            valid_from_s: Some(voucher.valid_from.seconds()),
            expires_at_s: voucher.valid_until.seconds(),
            plate: plate.to_owned(),
            product: voucher.product.clone(),
            millilitres_max: voucher.volume.get(),
            rupiah_max: voucher.amount.get(),
            outlet: match (voucher.station, voucher.offline) {
                (Some(station), offline) => Outlet::Station {
                    code: station.to_string(),
                    offline,
                },
                (None, _) => Outlet::Group {
                    code: ANY_STATION.to_owned(),
                },
            },
            sequence: voucher.sequence,
        };
        voucher_token::issue(&claims, &self.inner.signing)
    }

    /// The claims of a scanned QR, if this city signed it; time is checked against the record.
    ///
    /// # Errors
    /// A [`TokenRefusal`] that names what is wrong with the text.
    pub fn read_token(&self, text: &str, now_s: i64) -> Result<Claims, TokenRefusal> {
        let decoded: Decoded = voucher_token::decode(text)?;
        decoded.verify(&self.inner.key_set, now_s)
    }
}

/// HMAC takes keys of any length, so this is never reached.
fn unreachable_key() -> Hmac<Sha256> {
    Hmac::<Sha256>::new(&hmac::digest::Key::<Hmac<Sha256>>::default())
}
