//! What must hold for any claims and any bytes.

use proptest::prelude::*;
use voucher_token::{Claims, KeySet, MAX_TEXT_CHARS, Outlet, TokenRefusal, decode, issue};

use crate::cases;

fn any_outlet() -> impl Strategy<Value = Outlet> {
    (
        "[A-Za-z0-9._-]{1,36}",
        prop_oneof![Just(None), any::<bool>().prop_map(Some)],
    )
        .prop_map(|(code, offline)| match offline {
            Some(offline) => Outlet::Station { code, offline },
            None => Outlet::Group { code },
        })
}

prop_compose! {
    fn any_claims()(
        voucher_id in any::<[u8; 16]>(),
        plate in "[A-Z0-9 ./-]{1,16}",
        product in "[A-Za-z0-9._-]{1,24}",
        valid_after_s in proptest::option::of(0..86_400_i64),
        lasts_s in 1..2_678_400_i64,
        millilitres_max in 1..=1_000_000_000_i64,
        rupiah_max in 1..=1_000_000_000_000_i64,
        outlet in any_outlet(),
        sequence in any::<u32>(),
    ) -> Claims {
        let valid_from_s = valid_after_s.map(|after_s| cases::ISSUED_S + after_s);
        let expires_at_s = valid_from_s.unwrap_or(cases::ISSUED_S) + lasts_s;
        Claims {
            voucher_id, plate, product, valid_from_s, expires_at_s, millilitres_max, rupiah_max, outlet, sequence,
            ..cases::claims()
        }
    }
}

proptest! {
    #[test]
    fn reads_back_what_it_issues(claims in any_claims()) {
        let text = issue(&claims, &cases::voucher_key()).unwrap();
        let starts_s = claims.valid_from_s.unwrap_or(claims.issued_at_s);
        let token = decode(&text).unwrap();
        prop_assert_eq!(token.voucher_id(), claims.voucher_id);
        prop_assert_eq!(token.verify(&cases::key_set(), starts_s), Ok(claims));
    }

    #[test]
    fn reads_any_text_without_panic(text in any::<String>(), body in "[0-9A-Z $%*+./:-]{0,480}") {
        let _ = decode(&text);
        let _ = decode(&format!("SH1:{body}"));
    }

    #[test]
    fn reads_any_bytes_without_panic(bytes in any::<Vec<u8>>()) {
        let _ = decode(&cases::as_text(&bytes));
        let _ = decode(&cases::sealed_text(bytes.clone()));
        let _ = KeySet::open(&bytes, &cases::root_key().verifying_key(), 0);
    }

    #[test]
    fn refuses_every_single_altered_byte(place in any::<prop::sample::Index>(), change in 1..=255_u8) {
        use coset::TaggedCborSerializable as _;
        let sealed = cases::cose_sign1(cases::payload(cases::entries()), &cases::voucher_key());
        let mut bytes = sealed.to_tagged_vec().unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= change;
        let checked = decode(&cases::as_text(&bytes))
            .and_then(|token| token.verify(&cases::key_set(), cases::ISSUED_S));
        prop_assert!(checked.is_err(), "byte {place} of {}", bytes.len());
    }
}

#[test]
fn longest_claims_fit_into_the_limit() {
    let text = issue(&cases::longest_claims(), &cases::voucher_key()).unwrap();
    assert!(text.len() <= MAX_TEXT_CHARS, "{} characters", text.len());
}

#[test]
fn issues_nothing_it_would_not_read() {
    let lower_case = Claims {
        plate: "dh 1".into(),
        ..cases::claims()
    };
    assert_eq!(
        issue(&lower_case, &cases::voucher_key()),
        Err(TokenRefusal::BadClaim)
    );
    let backwards = Claims {
        expires_at_s: cases::ISSUED_S,
        ..cases::claims()
    };
    assert_eq!(
        issue(&backwards, &cases::voucher_key()),
        Err(TokenRefusal::BadClaim)
    );
}

#[test]
fn a_typed_code_that_begins_like_a_token_is_a_code() {
    // The symbols S and H stand at 25 and 17 in the alphabet.
    let bits = (25_u64 << 40) | (17_u64 << 35);
    let [_, _, random @ ..] = bits.to_be_bytes();
    let code = voucher_token::ShortCode::from_random(random).as_stored();
    assert!(code.starts_with("SH"), "{code}");
    assert!(!voucher_token::is_token(&code));
    assert!(voucher_token::is_token(&format!(
        "{}6BF5",
        voucher_token::PREFIX
    )));
}
