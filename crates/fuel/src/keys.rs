//! Secrets of vouchers: the keys that sign QR codes and those that make codes and links.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use base::{TenantId, to_hex};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use voucher_token::{
    Claims, Decoded, KeySet, Outlet, ShortCode, SigningKey, TokenRefusal, VoucherKey,
};

use crate::model::{Voucher, VoucherId};

/// The group of all stations with a contract.
const ANY_STATION: &str = "kota";

/// How long devices may keep a key set, in seconds: half of the two weeks that a new key waits.
const SET_SECONDS: i64 = 7 * 86_400;

/// A set counts as made at the full hour, so that it stays the same, byte for byte, for an hour.
const SET_STEP_SECONDS: i64 = 3_600;

/// How long a key that signs no more stays published: a voucher ends with its month.
const PUBLISHED_SECONDS: i64 = 62 * 86_400;

/// Keys beside the newest that still count at most; a key set holds 64.
const KEYS_MAX: usize = 60;

/// The last instant a token can name, in seconds since 1970 UTC.
const END_S: i64 = 253_402_300_799;

/// A secret and the instant from which on it is used, in seconds since 1970 UTC.
#[derive(Clone, Copy)]
pub struct DatedSecret {
    /// First instant of use.
    pub used_from_s: i64,
    /// The secret bytes.
    pub secret: [u8; 32],
}

/// What the keys of an installation's vouchers are made of; the earliest used first.
#[derive(Clone)]
pub struct VoucherSecrets {
    /// Keys that sign vouchers.
    pub signing: Vec<DatedSecret>,
    /// Keys from which links and short codes are derived.
    pub links: Vec<DatedSecret>,
    /// The key that seals the set of public keys.
    pub root: [u8; 32],
    /// The cities with their short codes.
    pub cities: Vec<(TenantId, String)>,
}

/// A city's public keys as devices get them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedKeySet {
    /// The public half of the key that sealed it.
    pub root_key: [u8; 32],
    /// The sealed set, see [`KeySet::seal`].
    pub bytes: Vec<u8>,
}

/// The keys of the vouchers of all cities of an installation; cheap to clone, replaced while it runs.
#[derive(Clone)]
pub struct VoucherKeys {
    ring: Arc<RwLock<Arc<Ring>>>,
}

struct Ring {
    signing: Vec<(VoucherKey, SigningKey)>,
    links: Vec<DatedSecret>,
    root: SigningKey,
    cities: BTreeMap<TenantId, City>,
}

struct City {
    code: String,
    /// Every key, for checking tokens here.
    set: KeySet,
}

impl Ring {
    fn of(secrets: VoucherSecrets) -> Result<Self, TokenRefusal> {
        let signing = in_turn(&secrets.signing);
        if signing.is_empty() || secrets.links.is_empty() {
            return Err(TokenRefusal::UnknownKey);
        }
        let mut cities = BTreeMap::new();
        for (tenant, code) in secrets.cities {
            let keys = signing.iter().rev().take(KEYS_MAX).map(|(key, _)| *key);
            let set = KeySet::new(&code, 0, END_S, keys)?;
            cities.insert(tenant, City { code, set });
        }
        Ok(Self {
            signing,
            links: secrets.links,
            root: SigningKey::from_bytes(&secrets.root),
            cities,
        })
    }

    fn city(&self, tenant: TenantId) -> Result<&City, TokenRefusal> {
        self.cities.get(&tenant).ok_or(TokenRefusal::OtherTenant)
    }

    /// The key in use at an instant; the first one before all of them.
    fn signing_at(&self, at_s: i64) -> Option<&SigningKey> {
        let used = self
            .signing
            .iter()
            .rfind(|(key, _)| key.used_from_s <= at_s);
        used.or(self.signing.first()).map(|(_, key)| key)
    }

    fn link_secret_at(&self, at_s: i64) -> Option<&DatedSecret> {
        let used = self.links.iter().rfind(|link| link.used_from_s <= at_s);
        used.or(self.links.first())
    }
}

/// Keys with the time in which each signs: from its own first instant to the next one's.
///
/// The first one signs what is older than itself too: the keys before it were withdrawn, and their
/// vouchers are signed anew.
fn in_turn(secrets: &[DatedSecret]) -> Vec<(VoucherKey, SigningKey)> {
    let next = secrets.iter().skip(1).map(|next| next.used_from_s);
    let ends = next.chain(std::iter::once(END_S));
    let keys = secrets.iter().zip(ends).enumerate();
    keys.filter(|(_, (secret, until))| secret.used_from_s < *until)
        .map(|(place, (dated, used_until_s))| {
            let signing = SigningKey::from_bytes(&dated.secret);
            let key = VoucherKey {
                public: signing.verifying_key(),
                used_from_s: if place == 0 { 0 } else { dated.used_from_s },
                used_until_s,
            };
            (key, signing)
        })
        .collect()
}

fn derive(
    secret: &[u8; 32],
    purpose: &str,
    (tenant, id, number): (TenantId, VoucherId, u32),
) -> [u8; 32] {
    let mut digest = Hmac::<Sha256>::new_from_slice(secret).unwrap_or_else(|_| unreachable_key());
    digest.update(purpose.as_bytes());
    digest.update(tenant.uuid().as_bytes());
    digest.update(id.uuid().as_bytes());
    digest.update(&number.to_be_bytes());
    digest.finalize().into_bytes().into()
}

impl VoucherKeys {
    /// Keys from their secret bytes.
    ///
    /// # Errors
    /// A [`TokenRefusal`] where there is no key, or a city's short code cannot stand in a token.
    pub fn new(secrets: VoucherSecrets) -> Result<Self, TokenRefusal> {
        let ring = Arc::new(RwLock::new(Arc::new(Ring::of(secrets)?)));
        Ok(Self { ring })
    }

    /// Takes other keys or cities, for all clones of this.
    ///
    /// # Errors
    /// As [`Self::new`]; the keys then stay as they were.
    pub fn replace(&self, secrets: VoucherSecrets) -> Result<(), TokenRefusal> {
        let ring = Arc::new(Ring::of(secrets)?);
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        Ok(())
    }

    fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A city's public keys, signed, for devices and for whoever wants to check a voucher.
    ///
    /// It holds the keys in use, those that come, and those whose vouchers may still be about.
    ///
    /// # Errors
    /// A [`TokenRefusal`] where the city is not known or the set cannot be made.
    pub fn key_set(&self, tenant: TenantId, now_s: i64) -> Result<SealedKeySet, TokenRefusal> {
        let ring = self.ring();
        let city = ring.city(tenant)?;
        let made_s = now_s.saturating_sub(now_s.rem_euclid(SET_STEP_SECONDS));
        let kept_s = made_s.saturating_sub(PUBLISHED_SECONDS);
        let until_s = made_s.saturating_add(SET_SECONDS);
        let keys = ring.signing.iter().map(|(key, _)| *key);
        let published = keys.filter(|key| key.used_until_s > kept_s);
        let published: Vec<_> = published.collect();
        let newest = published.into_iter().rev().take(KEYS_MAX);
        let set = KeySet::new(&city.code, made_s, until_s, newest)?;
        Ok(SealedKeySet {
            root_key: ring.root.verifying_key().to_bytes(),
            bytes: set.seal(&ring.root),
        })
    }

    /// The code a person can type; `attempt` gives another one where it is taken.
    pub fn short_code(
        &self,
        tenant: TenantId,
        id: VoucherId,
        (sequence, attempt): (u32, u32),
    ) -> ShortCode {
        let number = sequence.wrapping_mul(64).wrapping_add(attempt);
        // The code is stored with the voucher, so the newest secret serves from the moment it is known.
        let secret = self.ring().links.last().map_or([0; 32], |link| link.secret);
        let bytes = derive(&secret, "code", (tenant, id, number));
        ShortCode::from_random(bytes.first_chunk().copied().unwrap_or_default())
    }

    /// The last part of the driver's link: the city's short code, then what nobody can guess.
    ///
    /// It is void after a re-issue.
    pub fn link(&self, tenant: TenantId, voucher: &Voucher) -> String {
        let ring = self.ring();
        let secret = ring.link_secret_at(voucher.issued_at.seconds());
        let link = secret.map(|secret| link_of(&secret.secret, tenant, voucher));
        let code = ring.cities.get(&tenant).map(|city| city.code.as_str());
        format!("{}-{}", code.unwrap_or_default(), link.unwrap_or_default())
    }

    /// How a link relates to the voucher it names.
    pub fn fit(&self, tenant: TenantId, voucher: &Voucher, link: &str) -> LinkFit {
        let ring = self.ring();
        let (code, given) = parts_of_link(link);
        let known = ring.cities.get(&tenant).map(|city| city.code.as_str());
        // Links of the first release had no code.
        if code.is_some() && code != known {
            return LinkFit::Never;
        }
        let current = ring.link_secret_at(voucher.issued_at.seconds());
        if current.is_some_and(|key| same(&link_of(&key.secret, tenant, voucher), given)) {
            return LinkFit::Current;
        }
        let mut earlier = voucher.clone();
        let replaced = (0..voucher.sequence).rev().take(16).any(|sequence| {
            earlier.sequence = sequence;
            let mut links = ring.links.iter();
            links.any(|key| same(&link_of(&key.secret, tenant, &earlier), given))
        });
        if replaced {
            LinkFit::Replaced
        } else {
            LinkFit::Never
        }
    }

    /// The voucher a link names; whether its secret fits is for [`Self::fit`] to tell.
    pub fn voucher_of_link(link: &str) -> Option<VoucherId> {
        let (_, given) = parts_of_link(link);
        let bytes = base::from_hex(given).filter(|bytes| bytes.len() == 32)?;
        base::Uuid::from_slice(bytes.get(..16)?)
            .ok()
            .map(VoucherId::new)
    }

    /// The text of a voucher's QR, signed with the key that was in use at its issue.
    ///
    /// `vehicle` is its plate, or its name where it has none.
    ///
    /// # Errors
    /// A [`TokenRefusal`] where the voucher does not fit into a token.
    pub fn token(
        &self,
        tenant: TenantId,
        voucher: &Voucher,
        vehicle: &str,
    ) -> Result<String, TokenRefusal> {
        let ring = self.ring();
        let issued_at_s = voucher.issued_at.seconds();
        let claims = Claims {
            tenant: ring.city(tenant)?.code.clone(),
            voucher_id: voucher.id.uuid().into_bytes(),
            issued_at_s,
            valid_from_s: Some(voucher.valid_from.seconds()),
            expires_at_s: voucher.valid_until.seconds(),
            plate: as_plate(vehicle),
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
        let key = ring.signing_at(issued_at_s);
        voucher_token::issue(&claims, key.ok_or(TokenRefusal::UnknownKey)?)
    }

    /// The claims of a scanned QR, if this city signed it; time is checked against the record.
    ///
    /// # Errors
    /// A [`TokenRefusal`] that names what is wrong with the text.
    pub fn read_token(
        &self,
        tenant: TenantId,
        text: &str,
        now_s: i64,
    ) -> Result<Claims, TokenRefusal> {
        let decoded: Decoded = voucher_token::decode(text)?;
        decoded.verify(&self.ring().city(tenant)?.set, now_s)
    }
}

/// How a link relates to its voucher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFit {
    /// It is the voucher's link.
    Current,
    /// It was, before the voucher was issued again.
    Replaced,
    /// It never was, or it is another city's.
    Never,
}

/// The secret part of a link: the voucher's id and half a digest.
fn link_of(secret: &[u8; 32], tenant: TenantId, voucher: &Voucher) -> String {
    let digest = derive(secret, "link", (tenant, voucher.id, voucher.sequence));
    let digest = digest.first_chunk::<16>().copied().unwrap_or_default();
    to_hex(&[voucher.id.uuid().as_bytes().as_slice(), &digest].concat())
}

/// A short code may hold hyphens, the part behind it does not.
fn parts_of_link(link: &str) -> (Option<&str>, &str) {
    match link.rsplit_once('-') {
        Some((code, given)) => (Some(code), given),
        None => (None, link),
    }
}

/// Compares all bytes, whatever they are, so that the time says nothing about them.
fn same(a: &str, b: &str) -> bool {
    let differing = a
        .bytes()
        .zip(b.bytes())
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    a.len() == b.len() && differing == 0
}

/// HMAC takes keys of any length, so this is never reached.
fn unreachable_key() -> Hmac<Sha256> {
    Hmac::<Sha256>::new(&hmac::digest::Key::<Hmac<Sha256>>::default())
}

/// What a token calls a vehicle: plates as they are, of a longer name what fits, in capitals.
///
/// A token has room for sixteen letters of a plate; machines have none, and names have any letters.
fn as_plate(vehicle: &str) -> String {
    let fits = |c: &char| c.is_ascii_uppercase() || c.is_ascii_digit() || " -./".contains(*c);
    let capitals: String = vehicle.to_uppercase().chars().filter(fits).collect();
    let short: String = capitals.trim().chars().take(16).collect();
    match short.trim_end() {
        "" => "-".to_owned(),
        named => named.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;
    use testkit::{OTHER_TENANT, TENANT};
    use voucher_token::VerifyingKey;

    #[test]
    fn a_machine_without_a_plate_gets_a_token_too() {
        let check = |vehicle: &str, expected: &str| assert_eq!(as_plate(vehicle), expected);
        check("DH 1 A", "DH 1 A");
        check("Caterpillar 320 D", "CATERPILLAR 320");
        check("Genset “Müller” no. 4", "GENSET MLLER NO.");
        check("発電機", "-");
    }

    /// When the sample voucher was issued.
    fn issued_s() -> i64 {
        samples::voucher().issued_at.seconds()
    }

    fn dated(used_from_s: i64, number: u8) -> DatedSecret {
        let secret = [number; 32];
        DatedSecret {
            used_from_s,
            secret,
        }
    }

    fn secrets(signing: &[DatedSecret], links: &[DatedSecret]) -> VoucherSecrets {
        VoucherSecrets {
            signing: signing.to_vec(),
            links: links.to_vec(),
            root: [9; 32],
            cities: vec![
                (TENANT, "kota-kupang".to_owned()),
                (OTHER_TENANT, "ende".to_owned()),
            ],
        }
    }

    fn keys() -> VoucherKeys {
        VoucherKeys::new(secrets(&[dated(0, 1)], &[dated(0, 2)])).unwrap()
    }

    #[test]
    fn a_link_fits_its_voucher_until_it_is_issued_again() {
        let (keys, mut voucher) = (keys(), samples::voucher());
        let link = keys.link(TENANT, &voucher);
        assert!(link.starts_with("kota-kupang-"), "{link}");
        assert_eq!(VoucherKeys::voucher_of_link(&link), Some(voucher.id));
        assert_eq!(keys.fit(TENANT, &voucher, &link), LinkFit::Current);
        voucher.sequence = 1;
        assert_eq!(keys.fit(TENANT, &voucher, &link), LinkFit::Replaced);
        let (id, secret) = link.split_at(link.len() - 32);
        let guess = format!("{id}{}", secret.chars().rev().collect::<String>());
        assert_eq!(keys.fit(TENANT, &voucher, &guess), LinkFit::Never);
        assert_eq!(keys.fit(TENANT, &voucher, id), LinkFit::Never);
    }

    #[test]
    fn a_link_of_another_city_never_fits() {
        let (keys, voucher) = (keys(), samples::voucher());
        let link = keys.link(TENANT, &voucher);
        assert_eq!(keys.fit(OTHER_TENANT, &voucher, &link), LinkFit::Never);
        let relabelled = link.replace("kota-kupang", "ende");
        assert_eq!(keys.fit(TENANT, &voucher, &relabelled), LinkFit::Never);
        assert_eq!(
            keys.fit(OTHER_TENANT, &voucher, &relabelled),
            LinkFit::Never
        );
    }

    #[test]
    fn a_link_of_the_first_release_without_a_code_still_opens() {
        let (keys, voucher) = (keys(), samples::voucher());
        let link = keys.link(TENANT, &voucher);
        let bare = link.strip_prefix("kota-kupang-").unwrap();
        assert_eq!(keys.fit(TENANT, &voucher, bare), LinkFit::Current);
        assert_eq!(keys.fit(OTHER_TENANT, &voucher, bare), LinkFit::Never);
    }

    #[test]
    fn a_city_reads_its_own_tokens_only() {
        let (keys, voucher) = (keys(), samples::voucher());
        let token = keys.token(TENANT, &voucher, "DH 1 A").unwrap();
        let read = |tenant| keys.read_token(tenant, &token, issued_s());
        assert_eq!(read(TENANT).unwrap().tenant, "kota-kupang");
        assert_eq!(read(OTHER_TENANT), Err(TokenRefusal::OtherTenant));
    }

    #[test]
    fn vouchers_and_links_outlive_the_rotation_of_their_keys() {
        let (keys, voucher) = (keys(), samples::voucher());
        let token = keys.token(TENANT, &voucher, "DH 1 A").unwrap();
        let link = keys.link(TENANT, &voucher);
        let later = issued_s() + 60;
        let (signing, links) = (
            [dated(0, 1), dated(later, 3)],
            [dated(0, 2), dated(later, 4)],
        );
        keys.replace(secrets(&signing, &links)).unwrap();
        assert_eq!(keys.token(TENANT, &voucher, "DH 1 A").unwrap(), token);
        assert!(keys.read_token(TENANT, &token, later).is_ok());
        assert_eq!(keys.fit(TENANT, &voucher, &link), LinkFit::Current);

        let mut young = voucher;
        young.issued_at = young.issued_at.plus_seconds(60);
        young.valid_from = young.issued_at;
        let token = keys.token(TENANT, &young, "DH 1 A").unwrap();
        let key = SigningKey::from_bytes(&[3; 32]).verifying_key();
        let decoded = voucher_token::decode(&token).unwrap();
        assert_eq!(decoded.key_id(), voucher_token::KeyId::of(&key));
        assert!(keys.read_token(TENANT, &token, later).is_ok());
        assert_ne!(keys.link(TENANT, &young), link);
    }

    #[test]
    fn what_a_withdrawn_key_made_counts_no_more_and_is_made_anew() {
        let (keys, voucher) = (keys(), samples::voucher());
        let token = keys.token(TENANT, &voucher, "DH 1 A").unwrap();
        let link = keys.link(TENANT, &voucher);
        let later = issued_s() + 60;
        keys.replace(secrets(&[dated(later, 3)], &[dated(later, 4)]))
            .unwrap();
        let read = |token: &str| keys.read_token(TENANT, token, later);
        assert_eq!(read(&token), Err(TokenRefusal::UnknownKey));
        assert!(read(&keys.token(TENANT, &voucher, "DH 1 A").unwrap()).is_ok());
        assert_eq!(keys.fit(TENANT, &voucher, &link), LinkFit::Never);
    }

    #[test]
    fn a_key_is_published_before_its_first_use_and_two_months_after_its_last() {
        let now = 1_795_503_000;
        let day = 86_400;
        let signing = [
            dated(now - 200 * day, 1),
            dated(now - 100 * day, 2),
            dated(now - 50 * day, 3),
            dated(now + 14 * day, 4),
        ];
        let keys = VoucherKeys::new(secrets(&signing, &[dated(0, 9)])).unwrap();
        let sealed = keys.key_set(TENANT, now).unwrap();
        let root = VerifyingKey::from_bytes(&sealed.root_key).unwrap();
        let set = KeySet::open(&sealed.bytes, &root, now).unwrap();
        let published = [1, 2, 3, 4].map(|number| {
            let key = SigningKey::from_bytes(&[number; 32]).verifying_key();
            set.get(voucher_token::KeyId::of(&key)).is_some()
        });
        assert_eq!(published, [false, true, true, true]);
        assert_eq!(set.tenant(), "kota-kupang");
        assert!(set.expires_at_s() < now + 14 * day);
        // The same bytes for an hour, so that a copy can be told to be the newest.
        assert_eq!(keys.key_set(TENANT, now + 1).unwrap(), sealed);
        assert_ne!(keys.key_set(OTHER_TENANT, now).unwrap(), sealed);
        assert!(KeySet::open(&sealed.bytes, &root, now + 8 * day).is_err());
    }
}
