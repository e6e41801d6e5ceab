//! Codes of the domain in the attendant's words.

use fuel::{Doubt, PhotoSubject};
use voucher_token::TokenRefusal;
use web::{Texts, fl};

use crate::model::{CheckException, MeterReason};

/// What is doubtful about a redemption, in plain words.
pub(crate) fn doubt_text(texts: Texts, doubt: Doubt) -> String {
    match doubt {
        Doubt::AboveVoucher => fl!(texts, "doubt-above-voucher"),
        Doubt::AboveTank => fl!(texts, "doubt-above-tank"),
        Doubt::AboveBudget => fl!(texts, "doubt-above-budget"),
        Doubt::Meter => fl!(texts, "doubt-meter"),
        Doubt::MeterMissing => fl!(texts, "doubt-meter-missing"),
        Doubt::PhotoMissing => fl!(texts, "doubt-photo-missing"),
        Doubt::Late => fl!(texts, "doubt-late"),
        Doubt::Conflict => fl!(texts, "doubt-conflict"),
        Doubt::SlipDiffers => fl!(texts, "doubt-slip-differs"),
    }
}

/// Why a photo was compared instead of a PIN.
pub(crate) fn exception_text(texts: Texts, reason: CheckException) -> String {
    match reason {
        CheckException::Forgotten => fl!(texts, "exception-forgotten"),
        CheckException::Locked => fl!(texts, "exception-locked"),
        CheckException::NotSet => fl!(texts, "exception-not-set"),
    }
}

/// Why a reading is missing or stands.
pub(crate) fn meter_reason_text(texts: Texts, reason: MeterReason) -> String {
    match reason {
        MeterReason::LookedAgain => fl!(texts, "meter-looked-again"),
        MeterReason::Replaced => fl!(texts, "meter-replaced"),
        MeterReason::Broken => fl!(texts, "meter-broken"),
        MeterReason::Unreadable => fl!(texts, "meter-unreadable"),
    }
}

/// What a scanned text that is no voucher of this city means to the attendant.
///
/// The many ways in which bytes can be damaged are one to him: clean and scan again.
pub(crate) fn token_text(texts: Texts, refusal: TokenRefusal) -> String {
    match refusal {
        TokenRefusal::NotAVoucher => fl!(texts, "token-not-a-voucher"),
        TokenRefusal::Expired => fl!(texts, "token-expired"),
        TokenRefusal::NotYetValid => fl!(texts, "token-not-yet-valid"),
        TokenRefusal::OtherTenant => fl!(texts, "token-other-tenant"),
        TokenRefusal::BadSignature => fl!(texts, "token-bad-signature"),
        TokenRefusal::UnknownKey | TokenRefusal::KeyNotInUse => fl!(texts, "token-unknown-key"),
        TokenRefusal::UnsupportedVersion => fl!(texts, "token-unsupported-version"),
        _ => fl!(texts, "token-other"),
    }
}

/// Refusals of tokens with a text of their own, for the scanner on the phone.
pub(crate) const TOKEN_REFUSALS: [TokenRefusal; 8] = [
    TokenRefusal::NotAVoucher,
    TokenRefusal::Expired,
    TokenRefusal::NotYetValid,
    TokenRefusal::OtherTenant,
    TokenRefusal::BadSignature,
    TokenRefusal::UnknownKey,
    TokenRefusal::KeyNotInUse,
    TokenRefusal::UnsupportedVersion,
];

/// What a photo is to show.
pub(crate) fn photo_label(texts: Texts, subject: PhotoSubject) -> String {
    match subject {
        PhotoSubject::Plate => fl!(texts, "photo-plate"),
        PhotoSubject::Meter => fl!(texts, "photo-meter"),
        PhotoSubject::Pump => fl!(texts, "photo-pump"),
        PhotoSubject::Slip => fl!(texts, "photo-slip"),
    }
}
