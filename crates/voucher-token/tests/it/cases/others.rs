//! Key sets and short codes, good and bad.

use super::*;

pub(crate) fn key_sets() -> Json {
    let sealed = key_set().seal(&root_key());
    let mut tampered = sealed.clone();
    tampered[40] ^= 1;
    let voucher = cose_sign1(payload(entries()), &root_key())
        .to_tagged_vec()
        .unwrap();
    let odd = |keys: Value| {
        let entries = vec![
            (Value::from(1), Value::from("kupang")),
            (Value::from(4), Value::from(ISSUED_S + DAY_S)),
            (Value::from(6), Value::from(ISSUED_S)),
            (Value::from(-65_545), keys),
        ];
        cose_sign1(payload(entries), &root_key())
            .to_tagged_vec()
            .unwrap()
    };
    let key = |id: Vec<u8>, from: i64| {
        let public = Value::Bytes(voucher_key().verifying_key().as_bytes().to_vec());
        let parts = vec![public, Value::from(from), Value::from(ISSUED_S + DAY_S)];
        Value::Map(vec![(Value::Bytes(id), Value::Array(parts))])
    };
    let id = KeyId::of(&voucher_key().verifying_key())
        .as_bytes()
        .to_vec();
    let case = |name: &str, sealed: &[u8], now_s: i64, outcome: &str| json!({ "name": name, "now_s": now_s, "sealed": base64(sealed), "outcome": outcome });
    let now_s = ISSUED_S;
    json!({
        "about": "A sealed key set, the time of the check, and the outcome.",
        "root_key": base64(root_key().verifying_key().as_bytes()),
        "cases": [
            case("good", &sealed, now_s, "accepted"),
            case("written by another library", &odd(key(id.clone(), ISSUED_S)), now_s, "accepted"),
            case("its last second", &sealed, ISSUED_S + 30 * DAY_S - 1, "accepted"),
            case("past its time", &sealed, ISSUED_S + 30 * DAY_S, "expired"),
            case("altered", &tampered, now_s, "bad_signature"),
            case("signed by another root", &key_set().seal(&stranger_key()), now_s, "unknown_key"),
            case("cut", &sealed[..60], now_s, "truncated"),
            case("too long", &vec![0; 8_193], now_s, "too_long"),
            case("a voucher in its place", &voucher, now_s, "missing_claim"),
            case("no keys", &odd(Value::Map(vec![])), now_s, "bad_claim"),
            case("a key under another id", &odd(key(vec![0; 8], ISSUED_S)), now_s, "bad_claim"),
            case("a key with no time of use", &odd(key(id, ISSUED_S + DAY_S)), now_s, "bad_claim"),
            case("keys as a list", &odd(Value::Array(vec![])), now_s, "unexpected_type"),
        ],
    })
}

pub(crate) fn short_codes() -> Json {
    let code = ShortCode::from_random([0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC]);
    let (shown, stored) = (code.to_string(), code.as_stored());
    let zeros = ShortCode::from_random([0; 6]).to_string();
    let one = ShortCode::from_random([0, 0, 0, 0, 0, 1]).to_string();
    let case = |typed: String, outcome: &str, stored: &str| json!({ "typed": typed, "outcome": outcome, "stored": stored });
    let accepted = |typed: String| case(typed, "accepted", &stored);
    let refused = |typed: &str, code: &str| case(typed.to_owned(), code, "");
    json!({
        "about": "What a person typed, the outcome, and the ten symbols as stored.",
        "cases": [
            accepted(shown.clone()),
            accepted(stored.to_lowercase()),
            accepted(format!(" {} {} ", &shown[..5], &shown[6..])),
            case(zeros.replace('0', "o"), "accepted", &"0".repeat(10)),
            case(one.replace('1', "l"), "accepted", &one.replace('-', "")),
            case(one.replace('1', "I"), "accepted", &one.replace('-', "")),
            refused(&format!("{}{}", &shown[1..2], &shown[..1]), "wrong_length"),
            refused("", "wrong_length"),
            refused(&shown[..10], "wrong_length"),
            refused(&format!("{shown}0"), "wrong_length"),
            refused(&format!("{}U", &shown[..10]), "bad_symbol"),
            refused(&format!("{}Å", &shown[..10]), "bad_symbol"),
            refused(&format!("{}{}{}", &shown[1..2], &shown[..1], &shown[2..]), "bad_check"),
            refused("0000-000001", "bad_check"),
        ],
    })
}
