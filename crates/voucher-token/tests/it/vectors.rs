//! The files in `vectors/` against the crate; the TypeScript tests read the same files.

use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use voucher_token::{KeySet, ShortCode, VerifyingKey, decode};

use crate::cases;

fn load(name: &str) -> Json {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("vectors")
        .join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn bytes(json: &Json) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD
        .decode(json.as_str().unwrap())
        .unwrap()
}

fn root(file: &Json) -> VerifyingKey {
    VerifyingKey::try_from(bytes(&file["root_key"]).as_slice()).unwrap()
}

#[test]
fn files_are_what_their_maker_makes() {
    for (name, content) in cases::files() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("vectors")
            .join(name);
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            content,
            "run the example make_vectors"
        );
    }
}

#[test]
fn every_token_has_the_outcome_of_its_vector() {
    let file = load("tokens.json");
    let keys = KeySet::open(&bytes(&file["key_set"]), &root(&file), cases::ISSUED_S).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(cases.len() > 100, "only {} cases", cases.len());
    for case in cases {
        let checked = decode(case["text"].as_str().unwrap())
            .and_then(|token| token.verify(&keys, case["now_s"].as_i64().unwrap()));
        let outcome = checked
            .as_ref()
            .map_or_else(|refusal| refusal.code(), |_| "accepted");
        assert_eq!(outcome, case["outcome"], "{}", case["name"]);
    }
}

#[test]
fn accepted_tokens_say_what_their_vector_says() {
    let file = load("tokens.json");
    let good = &file["cases"][0];
    let token = decode(good["text"].as_str().unwrap()).unwrap();
    assert_eq!(
        token.verify(&cases::key_set(), cases::ISSUED_S),
        Ok(cases::claims())
    );
}

#[test]
fn every_key_set_has_the_outcome_of_its_vector() {
    let file = load("key-sets.json");
    for case in file["cases"].as_array().unwrap() {
        let opened = KeySet::open(
            &bytes(&case["sealed"]),
            &root(&file),
            case["now_s"].as_i64().unwrap(),
        );
        let outcome = opened
            .as_ref()
            .map_or_else(|refusal| refusal.code(), |_| "accepted");
        assert_eq!(outcome, case["outcome"], "{}", case["name"]);
    }
}

#[test]
fn every_short_code_has_the_outcome_of_its_vector() {
    for case in load("short-codes.json")["cases"].as_array().unwrap() {
        let typed = case["typed"].as_str().unwrap();
        let (outcome, stored) = match typed.parse::<ShortCode>() {
            Ok(code) => ("accepted", code.as_stored()),
            Err(refusal) => (refusal.code(), String::new()),
        };
        assert_eq!(
            (outcome, stored.as_str()),
            (
                case["outcome"].as_str().unwrap(),
                case["stored"].as_str().unwrap()
            ),
            "{typed}"
        );
    }
}
