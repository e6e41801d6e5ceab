//! The QR code of a voucher stays one that a cheap phone reads.

use fast_qr::{ECL, Mode, QRBuilder, QRCode, Version};
use voucher_token::{Claims, issue};

use crate::cases;

fn qr(claims: &Claims) -> QRCode {
    let text = issue(claims, &cases::voucher_key()).unwrap();
    QRBuilder::new(text).ecl(ECL::M).build().unwrap()
}

#[test]
fn is_alphanumeric_and_at_most_version_13_for_the_longest_claims() {
    let code = qr(&cases::longest_claims());
    assert!(
        matches!(code.mode, Some(Mode::Alphanumeric)),
        "{:?}",
        code.mode
    );
    assert!(code.size <= 13 * 4 + 17, "{} modules", code.size);
}

#[test]
fn is_at_most_version_11_for_a_usual_voucher() {
    let code = qr(&cases::claims());
    assert!(matches!(code.mode, Some(Mode::Alphanumeric)));
    assert!(code.size <= 11 * 4 + 17, "{} modules", code.size);
    assert!(matches!(code.ecl, Some(ECL::M)));
    let _: Option<Version> = code.version;
}
