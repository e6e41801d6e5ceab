//! Texts of vouchers, good and bad.

use super::*;

struct Cases(Vec<Json>);

impl Cases {
    fn refused(&mut self, code: &str, name: &str, text: impl Into<String>) {
        self.at(ISSUED_S + HOUR_S, code, name, text);
    }

    fn at(&mut self, now_s: i64, outcome: &str, name: &str, text: impl Into<String>) {
        self.0
            .push(json!({ "name": name, "now_s": now_s, "text": text.into(), "outcome": outcome }));
    }

    fn accepted(&mut self, name: &str, claims: &Claims) {
        let text = issue(claims, &voucher_key()).unwrap();
        let starts_s = claims.valid_from_s.unwrap_or(claims.issued_at_s);
        self.0.push(json!({
            "name": name, "now_s": starts_s, "text": text, "outcome": "accepted",
            "claims": claims_json(claims),
        }));
    }
}

fn claims_json(claims: &Claims) -> Json {
    let (kind, code, offline) = match &claims.outlet {
        Outlet::Station { code, offline } => ("station", code, *offline),
        Outlet::Group { code } => ("group", code, false),
    };
    let id = format!("{:032x}", u128::from_be_bytes(claims.voucher_id));
    json!({
        "tenant": claims.tenant, "voucher_id": id, "issued_at_s": claims.issued_at_s,
        "valid_from_s": claims.valid_from_s, "expires_at_s": claims.expires_at_s,
        "plate": claims.plate, "product": claims.product,
        "millilitres_max": claims.millilitres_max, "rupiah_max": claims.rupiah_max,
        "outlet": { "kind": kind, "code": code, "offline": offline }, "sequence": claims.sequence,
    })
}

pub(crate) fn file() -> Json {
    let mut cases = Cases(Vec::new());
    good_tokens(&mut cases);
    untrusted_tokens(&mut cases);
    damaged_texts(&mut cases);
    odd_cbor(&mut cases);
    odd_envelopes(&mut cases);
    odd_claims(&mut cases);
    json!({
        "about": "A text, the time of the check, and the outcome: `accepted` with claims, or the code of the refusal.",
        "root_key": base64(root_key().verifying_key().as_bytes()),
        "key_set": base64(&key_set().seal(&root_key())),
        "cases": cases.0,
    })
}

fn good_tokens(cases: &mut Cases) {
    let group = Outlet::Group {
        code: "pertamina-oesapa".into(),
    };
    cases.accepted("one station, offline allowed", &claims());
    cases.accepted(
        "a group of stations",
        &Claims {
            outlet: group,
            ..claims()
        },
    );
    let outlet = Outlet::Station {
        code: "5485101".into(),
        offline: false,
    };
    cases.accepted(
        "one station, online only, third issue",
        &Claims {
            outlet,
            sequence: 2,
            ..claims()
        },
    );
    cases.accepted(
        "valid from later on",
        &Claims {
            valid_from_s: Some(ISSUED_S + DAY_S),
            ..claims()
        },
    );
    let text = issue(&claims(), &voucher_key()).unwrap();
    for (now_s, outcome, name) in [
        (ISSUED_S - 300, "accepted", "a clock that lags five minutes"),
        (
            ISSUED_S - 301,
            "not_yet_valid",
            "a clock that lags more than five minutes",
        ),
        (ISSUED_S + 2 * DAY_S - 1, "accepted", "the last second"),
        (ISSUED_S + 2 * DAY_S, "expired", "the first second after"),
        (ISSUED_S + 20 * DAY_S, "expired", "long after"),
    ] {
        cases.at(now_s, outcome, name, text.as_str());
    }
    let later = Claims {
        valid_from_s: Some(ISSUED_S + DAY_S),
        ..claims()
    };
    let text = issue(&later, &voucher_key()).unwrap();
    cases.at(
        ISSUED_S + DAY_S - 1,
        "not_yet_valid",
        "a second before its own first instant",
        text,
    );
}

fn untrusted_tokens(cases: &mut Cases) {
    let elsewhere = Claims {
        tenant: "ende".into(),
        ..claims()
    };
    cases.refused(
        "other_tenant",
        "another city",
        issue(&elsewhere, &voucher_key()).unwrap(),
    );
    cases.refused(
        "other_tenant",
        "another city, every claim at its longest",
        issue(&longest_claims(), &voucher_key()).unwrap(),
    );
    cases.refused(
        "unknown_key",
        "a stranger's key",
        issue(&claims(), &stranger_key()).unwrap(),
    );
    cases.refused(
        "key_not_in_use",
        "a retired key",
        issue(&claims(), &retired_key()).unwrap(),
    );
    let mut sealed = cose_sign1(payload(entries()), &voucher_key());
    let mut richer = entries();
    richer[7].1 = Value::from(973_000);
    sealed.payload = Some(payload(richer));
    let altered = sealed.to_tagged_vec().unwrap();
    cases.refused(
        "bad_signature",
        "more rupiah than was signed",
        as_text(&altered),
    );
    let mut sealed = cose_sign1(payload(entries()), &voucher_key());
    sealed.signature[0] ^= 1;
    let altered = sealed.clone().to_tagged_vec().unwrap();
    cases.refused(
        "bad_signature",
        "one bit of the signature turned",
        as_text(&altered),
    );
    sealed.signature = vec![0; 64];
    let altered = sealed.to_tagged_vec().unwrap();
    cases.refused("bad_signature", "a signature of zeros", as_text(&altered));
}

fn damaged_texts(cases: &mut Cases) {
    let text = issue(&claims(), &voucher_key()).unwrap();
    cases.refused("truncated", "cut off after 202 characters", &text[..202]);
    cases.refused(
        "bad_base45",
        "cut off inside a group",
        &text[..text.len() - 1 - (text.len() - 4) % 3],
    );
    cases.refused("truncated", "only the prefix", "SH1:");
    let space = text.find(' ').unwrap();
    cases.refused(
        "bad_base45",
        "a lost space",
        format!("{}{}", &text[..space], &text[space + 1..]),
    );
    cases.refused(
        "bad_base45",
        "in lower case",
        format!("SH1:{}", text[4..].to_lowercase()),
    );
    cases.refused(
        "bad_base45",
        "a space coded for a URL",
        text.replace(' ', "%20"),
    );
    cases.refused("bad_base45", "a line end at the end", format!("{text}\n"));
    cases.refused("bad_base45", "a foreign letter", format!("{text}Ä"));
    cases.refused("bad_base45", "a group over 65535", "SH1:GGW");
    cases.refused(
        "trailing_bytes",
        "three characters too many",
        format!("{text}000"),
    );
    cases.refused(
        "too_long",
        "481 characters",
        format!("SH1:{}", "0".repeat(477)),
    );
    for (name, other) in [
        ("an empty text", ""),
        ("a web address", "https://example.com/"),
        ("a payment code", "00020101021126610014COM.GO-JEK.WWW"),
        ("lower-case prefix", "sh1:0"),
        ("a space before the prefix", " SH1:0"),
    ] {
        cases.refused("not_a_voucher", name, other);
    }
    cases.refused(
        "unsupported_version",
        "the next format",
        text.replacen("SH1:", "SH2:", 1),
    );
}

/// Code of the refusal, name, and the payload in hexadecimal.
const ODD_CBOR: &[(&str, &str, &str)] = &[
    ("truncated", "no payload at all", ""),
    (
        "truncated",
        "a map that claims more than there is",
        "baffffffff",
    ),
    ("truncated", "an array of 2^53 - 1", "9b001fffffffffffff"),
    ("truncated", "a text that is cut", "636162"),
    ("truncated", "a length that is cut", "5901"),
    ("indefinite_length", "a map without length", "bf0102ff"),
    ("indefinite_length", "an array without length", "9f01ff"),
    ("indefinite_length", "a text without length", "7f6161ff"),
    ("indefinite_length", "bytes without length", "5f4100ff"),
    ("indefinite_length", "a lone break", "ff"),
    ("not_shortest", "5 in two bytes", "a1011805"),
    ("not_shortest", "255 in three bytes", "a1011900ff"),
    ("not_shortest", "65535 in five bytes", "a1011a0000ffff"),
    (
        "not_shortest",
        "2^32 - 1 in nine bytes",
        "1b00000000ffffffff",
    ),
    ("not_shortest", "-6 in two bytes", "a1013805"),
    ("not_shortest", "a length in two bytes", "a101580100"),
    ("number_too_large", "2^53", "1b0020000000000000"),
    ("number_too_large", "-2^53", "3b001fffffffffffff"),
    ("number_too_large", "2^64 - 1", "1bffffffffffffffff"),
    (
        "unexpected_type",
        "2^53 - 1 instead of a map",
        "1b001fffffffffffff",
    ),
    (
        "unexpected_type",
        "-(2^53 - 1) instead of a map",
        "3b001ffffffffffffe",
    ),
    ("float", "a half float", "a101f93c00"),
    ("float", "a double float", "fb4000000000000000"),
    ("duplicate_key", "the same key twice", "a201020103"),
    ("unsorted_keys", "keys in the wrong order", "a202010101"),
    ("unsorted_keys", "negative before positive", "a220010101"),
    ("bad_utf8", "a text that is not UTF-8", "62c328"),
    ("bad_utf8", "half a surrogate pair", "63eda080"),
    ("unexpected_type", "null", "f6"),
    ("unexpected_type", "a simple value in two bytes", "f820"),
    ("unexpected_type", "a reserved length", "1c"),
    ("unexpected_type", "an integer of no length", "1f"),
    ("unexpected_type", "an array instead of a map", "80"),
    ("unexpected_type", "eight levels", "8181818181818100"),
    ("too_deep", "nine levels", "818181818181818100"),
    (
        "too_deep",
        "150 levels of tags",
        "c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0",
    ),
    ("trailing_bytes", "two values", "a0a0"),
    ("missing_claim", "an empty map", "a0"),
    (
        "missing_claim",
        "a text that begins with a byte order mark",
        "a10169efbbbf6b7570616e67",
    ),
];

fn odd_cbor(cases: &mut Cases) {
    for (code, name, hex) in ODD_CBOR {
        let pairs = (0..hex.len()).step_by(2).map(|at| &hex[at..at + 2]);
        let bytes = pairs
            .map(|pair| u8::from_str_radix(pair, 16).unwrap())
            .collect();
        cases.refused(code, &format!("payload: {name}"), sealed_text(bytes));
    }
}

fn odd_envelopes(cases: &mut Cases) {
    let good = || cose_sign1(payload(entries()), &voucher_key());
    let untagged = good().to_vec().unwrap();
    cases.refused(
        "unexpected_type",
        "envelope: no COSE tag",
        as_text(&untagged),
    );
    let tagged = [vec![0xD8, 61], good().to_tagged_vec().unwrap()].concat();
    cases.refused(
        "unexpected_type",
        "envelope: with the CWT tag as well",
        as_text(&tagged),
    );
    let mut other = good();
    other.unprotected = HeaderBuilder::new().iv(vec![1]).build();
    let other = other.to_tagged_vec().unwrap();
    cases.refused(
        "bad_header",
        "envelope: an unprotected header",
        as_text(&other),
    );
    for (name, header) in [
        (
            "another algorithm",
            HeaderBuilder::new()
                .algorithm(iana::Algorithm::ES256)
                .key_id(vec![0; 8]),
        ),
        ("no algorithm", HeaderBuilder::new().key_id(vec![0; 8])),
        (
            "a short key id",
            HeaderBuilder::new()
                .algorithm(iana::Algorithm::EdDSA)
                .key_id(vec![0; 7]),
        ),
        (
            "no key id",
            HeaderBuilder::new().algorithm(iana::Algorithm::EdDSA),
        ),
    ] {
        let sealed = CoseSign1Builder::new()
            .protected(header.build())
            .payload(payload(entries()))
            .create_signature(&[], |bytes| voucher_key().sign(bytes).to_bytes().to_vec())
            .build();
        let text = as_text(&sealed.to_tagged_vec().unwrap());
        cases.refused("bad_header", &format!("envelope: {name}"), text);
    }
    let mut short = good();
    short.signature.pop();
    let short = short.to_tagged_vec().unwrap();
    cases.refused(
        "unexpected_type",
        "envelope: a signature of 63 bytes",
        as_text(&short),
    );
    let mut absent = good();
    absent.payload = None;
    let absent = absent.to_tagged_vec().unwrap();
    cases.refused(
        "unexpected_type",
        "envelope: the payload is elsewhere",
        as_text(&absent),
    );
}

fn odd_claims(cases: &mut Cases) {
    absent_and_mistyped_claims(cases);
    impossible_claims(cases);
    contradicting_claims(cases);
}

fn altered(key: i64, value: &Value) -> String {
    let mut entries = entries();
    for entry in entries
        .iter_mut()
        .filter(|entry| entry.0 == Value::from(key))
    {
        entry.1 = value.clone();
    }
    sealed_text(payload(entries))
}

fn absent_and_mistyped_claims(cases: &mut Cases) {
    for (name, key) in [
        ("tenant", 1),
        ("expiry", 4),
        ("issue", 6),
        ("voucher id", 7),
        ("plate", -65_537),
        ("product", -65_538),
        ("litres", -65_539),
        ("rupiah", -65_540),
        ("station", -65_541),
        ("sequence", -65_544),
    ] {
        let mut entries = entries();
        entries.retain(|entry| entry.0 != Value::from(key));
        cases.refused(
            "missing_claim",
            &format!("claims: no {name}"),
            sealed_text(payload(entries)),
        );
        let code = if key == 7 {
            "bad_claim"
        } else {
            "unexpected_type"
        };
        let odd = Value::Bytes(b"0123".to_vec());
        cases.refused(
            code,
            &format!("claims: four bytes as {name}"),
            altered(key, &odd),
        );
    }
}

fn impossible_claims(cases: &mut Cases) {
    for (name, key, value) in [
        ("expires at its issue", 4, Value::from(ISSUED_S)),
        (
            "expires after the year 9999",
            4,
            Value::from(253_402_300_800_i64),
        ),
        ("issued before 1970", 6, Value::from(-1)),
        ("no millilitre", -65_539, Value::from(0)),
        ("negative millilitres", -65_539, Value::from(-20_000)),
        (
            "more than a million litres",
            -65_539,
            Value::from(1_000_000_001),
        ),
        ("no rupiah", -65_540, Value::from(0)),
        (
            "more than 10^12 rupiah",
            -65_540,
            Value::from(1_000_000_000_001_i64),
        ),
        ("an empty plate", -65_537, Value::from("")),
        ("a plate in lower case", -65_537, Value::from("dh 1234 ab")),
        (
            "a plate of 17 characters",
            -65_537,
            Value::from("A".repeat(17)),
        ),
        ("a tenant in upper case", 1, Value::from("KUPANG")),
        ("a tenant of one letter", 1, Value::from("k")),
        ("markup as product", -65_538, Value::from("<b>")),
        ("a station with a space", -65_541, Value::from("54 851")),
        ("a negative sequence", -65_544, Value::from(-1)),
        (
            "a sequence over 32 bits",
            -65_544,
            Value::from(4_294_967_296_i64),
        ),
        ("offline said to be false", -65_543, Value::Bool(false)),
    ] {
        cases.refused(
            "bad_claim",
            &format!("claims: {name}"),
            altered(key, &value),
        );
    }
}

fn contradicting_claims(cases: &mut Cases) {
    cases.refused(
        "unexpected_type",
        "claims: offline as number",
        altered(-65_543, &Value::from(1)),
    );
    let with = |place: usize, key: i64, value: Value| {
        let mut entries = entries();
        entries.insert(place, (Value::from(key), value));
        sealed_text(payload(entries))
    };
    cases.refused(
        "bad_claim",
        "claims: a station and a group",
        with(9, -65_542, Value::from("all")),
    );
    cases.refused(
        "bad_claim",
        "claims: valid before its issue",
        with(2, 5, Value::from(ISSUED_S - 1)),
    );
    cases.refused(
        "unknown_claim",
        "claims: an audience",
        with(1, 3, Value::from("x")),
    );
    cases.refused(
        "unknown_claim",
        "claims: one of ours that is not here",
        with(11, -65_546, Value::from(1)),
    );
    let mut group = entries();
    group[8] = (Value::from(-65_542), Value::from("all"));
    cases.refused(
        "bad_claim",
        "claims: a group, offline",
        sealed_text(payload(group)),
    );
}
