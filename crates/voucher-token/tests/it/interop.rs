//! The same bytes as `coset`, an independent implementation of COSE.

use coset::{CoseSign1, TaggedCborSerializable as _};
use ed25519_dalek::Signature;
use voucher_token::issue;

use crate::cases;

#[test]
fn writes_the_same_characters_as_coset() {
    let ours = issue(&cases::claims(), &cases::voucher_key()).unwrap();
    assert_eq!(ours, cases::sealed_text(cases::payload(cases::entries())));
}

#[test]
fn coset_reads_and_verifies_a_sealed_key_set() {
    let sealed = cases::key_set().seal(&cases::root_key());
    let message = CoseSign1::from_tagged_slice(&sealed).unwrap();
    let root = cases::root_key().verifying_key();
    message
        .verify_signature(&[], |signature, bytes| {
            root.verify_strict(bytes, &Signature::from_slice(signature)?)
        })
        .unwrap();
}
