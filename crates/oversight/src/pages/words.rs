//! Words that several pages share.

use fuel::{Doubt, DriverCheck, Per, PhotoSubject, QuotaState};
use web::{StatusTone, Tag, Texts, fl};

pub(crate) fn doubt_text(texts: Texts, doubt: Doubt) -> String {
    match doubt {
        Doubt::AboveVoucher => fl!(texts, "doubt-above_voucher"),
        Doubt::AboveTank => fl!(texts, "doubt-above_tank"),
        Doubt::AboveBudget => fl!(texts, "doubt-above_budget"),
        Doubt::Meter => fl!(texts, "doubt-meter"),
        Doubt::MeterMissing => fl!(texts, "doubt-meter_missing"),
        Doubt::PhotoMissing => fl!(texts, "doubt-photo_missing"),
        Doubt::Late => fl!(texts, "doubt-late"),
        Doubt::Conflict => fl!(texts, "doubt-conflict"),
        Doubt::SlipDiffers => fl!(texts, "doubt-slip_differs"),
    }
}

/// All doubts in one text; empty where there is none.
pub(crate) fn doubts_text(texts: Texts, doubts: &[Doubt]) -> String {
    let words: Vec<String> = doubts
        .iter()
        .map(|doubt| doubt_text(texts, *doubt))
        .collect();
    words.join(", ")
}

/// Doubts kept as codes with commas, in one text.
pub(crate) fn doubt_codes_text(texts: Texts, codes: &str) -> String {
    let doubts: Vec<Doubt> = codes
        .split(',')
        .filter_map(|code| code.parse().ok())
        .collect();
    doubts_text(texts, &doubts)
}

/// The tag of a redemption.
pub(crate) fn doubts_tag(texts: Texts, doubts: &[Doubt]) -> Tag {
    if doubts.is_empty() {
        Tag::new(fl!(texts, "fine"), StatusTone::Good)
    } else {
        Tag::new(doubts_text(texts, doubts), StatusTone::Warn)
    }
}

pub(crate) fn check_text(texts: Texts, check: DriverCheck) -> String {
    match check {
        DriverCheck::Pin => fl!(texts, "driver-check-pin"),
        DriverCheck::Photo => fl!(texts, "driver-check-photo"),
    }
}

pub(crate) fn photo_text(texts: Texts, subject: PhotoSubject) -> String {
    match subject {
        PhotoSubject::Plate => fl!(texts, "photo-plate"),
        PhotoSubject::Meter => fl!(texts, "photo-meter"),
        PhotoSubject::Pump => fl!(texts, "photo-pump"),
        PhotoSubject::Slip => fl!(texts, "photo-slip"),
    }
}

fn per_text(texts: Texts, per: Per) -> String {
    match per {
        Per::WorkingDay => fl!(texts, "per-working_day"),
        Per::Week => fl!(texts, "per-week"),
        Per::Month => fl!(texts, "per-month"),
        Per::Year => fl!(texts, "per-year"),
        Per::Kilometre => fl!(texts, "per-kilometre"),
        Per::Hour => fl!(texts, "per-hour"),
    }
}

/// A quota in one sentence: `7 l × 21 hari kerja = 147 l, terpakai 120 l, dipesan 10 l, sisa 17 l`.
pub(crate) fn quota_sentence(texts: Texts, state: Option<&QuotaState>) -> String {
    let Some(QuotaState { entitlement, usage }) = state else {
        return fl!(texts, "card-quota-none");
    };
    let write = |amount| entitlement.write(amount);
    let (amount, total) = (write(entitlement.rule.amount), write(entitlement.total));
    let (posted, pending) = (write(usage.posted), write(usage.pending));
    let (count, left) = (
        entitlement.count.to_string(),
        write(entitlement.left(*usage)),
    );
    let per = per_text(texts, entitlement.rule.per);
    if entitlement.carried == 0 {
        return fl!(
            texts,
            "card-quota-sentence",
            amount = amount,
            count = count,
            per = per,
            total = total,
            posted = posted,
            pending = pending,
            left = left
        );
    }
    fl!(
        texts,
        "card-quota-carried",
        amount = amount,
        count = count,
        per = per,
        carried = write(entitlement.carried),
        total = total,
        posted = posted,
        pending = pending,
        left = left
    )
}
