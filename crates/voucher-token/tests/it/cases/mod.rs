//! The shared test vectors, made with `coset` and by hand so that they do not lean on the code they test.
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use coset::cbor::value::Value;
use coset::{
    CborSerializable as _, CoseSign1Builder, HeaderBuilder, TaggedCborSerializable as _, iana,
};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value as Json, json};
mod others;
mod tokens;

use voucher_token::{Claims, KeyId, KeySet, Outlet, ShortCode, VoucherKey, issue};

/// 1 September 2026, 08:00 WITA.
pub(crate) const ISSUED_S: i64 = 1_788_220_800;
const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 24 * HOUR_S;

pub(crate) fn root_key() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

pub(crate) fn voucher_key() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

/// In the key set, but no longer used when the vouchers of the vectors are issued.
fn retired_key() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

fn stranger_key() -> SigningKey {
    SigningKey::from_bytes(&[4; 32])
}

pub(crate) fn key_set() -> KeySet {
    let key = |key: SigningKey, from: i64, until: i64| VoucherKey {
        public: key.verifying_key(),
        used_from_s: ISSUED_S + from * DAY_S,
        used_until_s: ISSUED_S + until * DAY_S,
    };
    let keys = [key(voucher_key(), -30, 60), key(retired_key(), -120, -30)];
    KeySet::new("kupang", ISSUED_S - DAY_S, ISSUED_S + 30 * DAY_S, keys).unwrap()
}

pub(crate) fn claims() -> Claims {
    Claims {
        tenant: "kupang".into(),
        voucher_id: *b"0123456789abcdef",
        issued_at_s: ISSUED_S,
        valid_from_s: None,
        expires_at_s: ISSUED_S + 2 * DAY_S,
        plate: "DH 1234 AB".into(),
        product: "pertamax".into(),
        millilitres_max: 20_000,
        rupiah_max: 273_000,
        outlet: Outlet::Station {
            code: "5485101".into(),
            offline: true,
        },
        sequence: 0,
    }
}

pub(crate) fn longest_claims() -> Claims {
    Claims {
        tenant: "kabupaten-timor-".into(),
        voucher_id: [0xFF; 16],
        issued_at_s: 253_402_300_797,
        valid_from_s: Some(253_402_300_798),
        expires_at_s: 253_402_300_799,
        plate: "W".repeat(16),
        product: "W".repeat(24),
        millilitres_max: 1_000_000_000,
        rupiah_max: 1_000_000_000_000,
        outlet: Outlet::Station {
            code: "W".repeat(36),
            offline: true,
        },
        sequence: u32::MAX,
    }
}

/// The claim set of [`claims`] as `coset`'s CBOR library writes it, for altering entry by entry.
pub(crate) fn entries() -> Vec<(Value, Value)> {
    let int = |number: i64| Value::from(number);
    let text = |text: &str| Value::from(text);
    vec![
        (int(1), text("kupang")),
        (int(4), int(ISSUED_S + 2 * DAY_S)),
        (int(6), int(ISSUED_S)),
        (int(7), Value::Bytes(b"0123456789abcdef".to_vec())),
        (int(-65_537), text("DH 1234 AB")),
        (int(-65_538), text("pertamax")),
        (int(-65_539), int(20_000)),
        (int(-65_540), int(273_000)),
        (int(-65_541), text("5485101")),
        (int(-65_543), Value::Bool(true)),
        (int(-65_544), int(0)),
    ]
}

pub(crate) fn cose_sign1(payload: Vec<u8>, key: &SigningKey) -> coset::CoseSign1 {
    let header = HeaderBuilder::new()
        .algorithm(iana::Algorithm::EdDSA)
        .key_id(KeyId::of(&key.verifying_key()).as_bytes().to_vec())
        .build();
    CoseSign1Builder::new()
        .protected(header)
        .payload(payload)
        .create_signature(&[], |bytes| key.sign(bytes).to_bytes().to_vec())
        .build()
}

/// Signs any payload with `coset` and a Base45 of its own.
pub(crate) fn sealed_text(payload: Vec<u8>) -> String {
    as_text(&cose_sign1(payload, &voucher_key()).to_tagged_vec().unwrap())
}

pub(crate) fn payload(entries: Vec<(Value, Value)>) -> Vec<u8> {
    Value::Map(entries).to_vec().unwrap()
}

pub(crate) fn as_text(bytes: &[u8]) -> String {
    let symbols: Vec<char> = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
        .chars()
        .collect();
    let mut text = String::from("SH1:");
    for pair in bytes.chunks(2) {
        let number = pair
            .iter()
            .fold(0, |sum, &byte| sum * 256 + usize::from(byte));
        let digits = [number % 45, number / 45 % 45, number / 2025];
        text.extend(
            digits
                .iter()
                .take(pair.len() + 1)
                .map(|&digit| symbols.get(digit).unwrap()),
        );
    }
    text
}

/// Every file of `vectors/`: its name and its content.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    let pretty = |json: &Json| serde_json::to_string_pretty(json).unwrap() + "\n";
    vec![
        ("tokens.json", pretty(&tokens::file())),
        ("key-sets.json", pretty(&others::key_sets())),
        ("short-codes.json", pretty(&others::short_codes())),
    ]
}

fn base64(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
