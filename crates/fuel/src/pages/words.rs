//! How the values of this area are called.

use base::UtcMicros;
use ledger::Unit;
use web::{Locale, PageFrame, StatusTone, Tag, Texts, fl};

use crate::{
    DecreeState, Doubt, Per, QuotaState, QuotaTarget, VoucherKind, VoucherState, Warning, texts,
};

/// Where a voucher stands.
pub(crate) fn state_name(texts: Texts, state: VoucherState) -> String {
    match state {
        VoucherState::Issued => fl!(texts, "state-issued"),
        VoucherState::Authorised => fl!(texts, "state-authorised"),
        VoucherState::Redeemed => fl!(texts, "state-redeemed"),
        VoucherState::Expired => fl!(texts, "state-expired"),
        VoucherState::Cancelled => fl!(texts, "state-cancelled"),
    }
}

/// Where a voucher stands, with its tone.
pub(crate) fn state_tag(texts: Texts, state: VoucherState) -> Tag {
    let tone = match state {
        VoucherState::Issued | VoucherState::Authorised => StatusTone::Going,
        VoucherState::Redeemed => StatusTone::Good,
        VoucherState::Expired | VoucherState::Cancelled => StatusTone::Quiet,
    };
    Tag::new(state_name(texts, state), tone)
}

/// Whether a decree counts.
pub(crate) fn decree_name(texts: Texts, state: DecreeState) -> String {
    match state {
        DecreeState::Draft => fl!(texts, "decree-draft"),
        DecreeState::InForce => fl!(texts, "decree-in-force"),
        DecreeState::Revoked => fl!(texts, "decree-revoked"),
    }
}

/// Whether a decree counts on a day, with its tone: one whose time ended counts no longer.
pub(crate) fn decree_tag(
    texts: Texts,
    (state, until): (DecreeState, Option<base::CivilDate>),
    today: base::CivilDate,
) -> Tag {
    let name = decree_name(texts, state);
    match state {
        DecreeState::InForce if until.is_some_and(|until| until < today) => {
            Tag::new(fl!(texts, "decree-ended"), StatusTone::Quiet)
        }
        DecreeState::InForce => Tag::new(name, StatusTone::Good),
        DecreeState::Draft | DecreeState::Revoked => Tag::new(name, StatusTone::Quiet),
    }
}

/// What is filled.
pub(crate) fn kind_name(texts: Texts, kind: VoucherKind) -> String {
    match kind {
        VoucherKind::Vehicle => fl!(texts, "kind-vehicle"),
        VoucherKind::Container => fl!(texts, "kind-container"),
    }
}

/// What is doubtful about a redemption.
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

/// What the issuer is told although the voucher was issued.
pub(crate) fn warning_text(texts: Texts, warning: &Warning) -> String {
    match warning {
        Warning::ProductAdvised { reason } => {
            fl!(texts, "warning-product", reason = reason.as_str())
        }
        Warning::BringSubsidyQr => fl!(texts, "warning-subsidy-qr"),
        Warning::WithoutQuota => fl!(texts, "warning-without-quota"),
        Warning::TankUnknown => fl!(texts, "warning-tank-unknown"),
        Warning::LetterNotRecorded => fl!(texts, "warning-letter-not-recorded"),
        Warning::LetterEndsEarly { last } => {
            let last = last.strftime("%d/%m/%Y").to_string();
            fl!(texts, "warning-letter-ends", last = last)
        }
        Warning::RegistrationNotRecorded => fl!(texts, "warning-registration-unknown"),
        Warning::RegistrationEndsEarly { last } => {
            let last = last.strftime("%d/%m/%Y").to_string();
            fl!(texts, "warning-registration-ends", last = last)
        }
    }
}

/// What an amount is counted by, without a number.
pub(crate) fn per_name(texts: Texts, per: Per) -> String {
    match per {
        Per::WorkingDay => fl!(texts, "per-working-day"),
        Per::Week => fl!(texts, "per-week"),
        Per::Month => fl!(texts, "per-month"),
        Per::Year => fl!(texts, "per-year"),
        Per::Kilometre => fl!(texts, "per-kilometre"),
        Per::Hour => fl!(texts, "per-hour"),
    }
}

/// What an amount is counted by, after a number.
fn per_plural(texts: Texts, per: Per, number: i64) -> String {
    match per {
        Per::WorkingDay => fl!(texts, "count-working-day", number = number),
        Per::Week => fl!(texts, "count-week", number = number),
        Per::Month => fl!(texts, "count-month", number = number),
        Per::Year => fl!(texts, "count-year", number = number),
        Per::Kilometre => fl!(texts, "count-kilometre", number = number),
        Per::Hour => fl!(texts, "count-hour", number = number),
    }
}

/// The unit of a quota.
pub(crate) fn unit_name(texts: Texts, unit: Unit) -> String {
    match unit {
        Unit::Millilitres => fl!(texts, "unit-litres"),
        Unit::Rupiah => fl!(texts, "unit-rupiah"),
    }
}

/// The one sentence that explains a quota:
/// `7 l x 21 hari kerja = 147 l, terpakai 120 l, dipesan 10 l`.
pub(crate) fn quota_sentence(texts: Texts, quota: &QuotaState) -> String {
    let entitlement = &quota.entitlement;
    let rule = &entitlement.rule;
    let amount = entitlement.write(rule.amount);
    let days = base::format_scaled(entitlement.count, 0);
    let total = entitlement.write(entitlement.total);
    let (posted, pending) = (
        entitlement.write(quota.usage.posted),
        entitlement.write(quota.usage.pending),
    );
    let per = per_plural(texts, rule.per, entitlement.count);
    let granted = format!("{amount} x {days} {per}");
    let granted = if entitlement.carried > 0 {
        let carried = entitlement.write(entitlement.carried);
        fl!(
            texts,
            "quota-with-carried",
            granted = granted,
            carried = carried
        )
    } else {
        granted
    };
    fl!(
        texts,
        "quota-sentence",
        granted = granted,
        total = total,
        posted = posted,
        pending = pending
    )
}

/// What is left of a quota.
pub(crate) fn quota_left(quota: &QuotaState) -> String {
    quota.entitlement.write(quota.entitlement.left(quota.usage))
}

/// Whom a rule concerns, with the names of class, vehicle or post already looked up.
pub(crate) fn target_text(texts: Texts, target: &QuotaTarget, name: &str) -> String {
    match target {
        QuotaTarget::Class(_) => fl!(texts, "target-class", name = name),
        QuotaTarget::Vehicle(_) => fl!(texts, "target-vehicle", name = name),
        QuotaTarget::Post(_) => fl!(texts, "target-post", name = name),
    }
}

/// The codes of doubts in words.
pub(crate) fn doubts_text(texts: Texts, doubts: &[Doubt]) -> String {
    let words: Vec<String> = doubts
        .iter()
        .map(|doubt| doubt_text(texts, *doubt))
        .collect();
    words.join("; ")
}

/// A code of ten symbols in two groups, as people read it out: `7K3QF-9M2XA`.
pub fn grouped(code: &str) -> String {
    match code.split_at_checked(5) {
        Some((first, last)) if !last.is_empty() => format!("{first}-{last}"),
        _ => code.to_owned(),
    }
}

/// The day that ends at an instant: at midnight, or in its last minute.
fn day_ending(page: &PageFrame, until: UtcMicros) -> Option<base::CivilDate> {
    let (time, before) = (page.city.zone.local(until).time(), until.plus_seconds(-1));
    let is_end = time == jiff::civil::Time::midnight() || (time.hour(), time.minute()) == (23, 59);
    is_end.then(|| page.city.zone.date(before))
}

/// The end of a validity as people say it: `Kamis, 26 November 2026, tengah malam`.
pub fn end_text(page: &PageFrame, until: UtcMicros) -> String {
    let texts = texts(page.locale);
    let on = day_ending(page, until).unwrap_or_else(|| page.city.zone.date(until));
    let day = weekday_name(page.locale, on.weekday().to_monday_one_offset());
    match day_ending(page, until) {
        Some(on) => fl!(texts, "ends-at-midnight", day = day, date = page.date(on)),
        None => fl!(texts, "ends-at-time", day = day, time = page.at(until)),
    }
}

/// The end of a validity for a table, where the last day counts as a whole: `26 November 2026`.
pub(crate) fn end_short(page: &PageFrame, until: UtcMicros) -> String {
    day_ending(page, until).map_or_else(|| page.at(until), |on| page.date(on))
}

/// The weekdays in words, Monday is 1.
pub(crate) fn weekday_name(locale: Locale, weekday: i8) -> String {
    let names = fl!(texts(locale), "weekdays");
    let place = usize::try_from(weekday).unwrap_or(1).saturating_sub(1);
    names
        .split_whitespace()
        .nth(place)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use base::Uuid;

    use super::*;
    use crate::{Entitlement, QuotaRule, QuotaRuleId, Usage};

    fn quota(carried: i64) -> QuotaState {
        let rule = QuotaRule {
            id: QuotaRuleId::new(Uuid::from_u128(1)),
            decree_number: "12/2026".to_owned(),
            valid_from: "2026-01-01".parse().unwrap(),
            target: QuotaTarget::Class("car".to_owned()),
            unit: Unit::Millilitres,
            amount: 7_000,
            per: Per::WorkingDay,
            carry_over: true,
        };
        let entitlement = Entitlement::of(rule, 21, carried).unwrap();
        QuotaState {
            entitlement,
            usage: Usage {
                posted: 120_000,
                pending: 10_000,
            },
        }
    }

    #[test]
    fn a_quota_is_explained_in_one_sentence() {
        let plain = |text: String| text.replace('\u{a0}', " ");
        let (id, en) = (texts(Locale::Id), texts(Locale::En));
        assert_eq!(
            plain(quota_sentence(id, &quota(0))),
            "7 l x 21 hari kerja = 147 l, terpakai 120 l, dipesan 10 l"
        );
        assert_eq!(
            plain(quota_sentence(en, &quota(3_000))),
            "7 l x 21 working days + 3 l left over = 150 l, used 120 l, promised 10 l"
        );
        assert_eq!(plain(quota_left(&quota(0))), "17 l");
    }

    #[test]
    fn a_code_is_read_out_in_two_groups() {
        assert_eq!(grouped("7K3QF9M2XA"), "7K3QF-9M2XA");
        assert_eq!(grouped("7K3"), "7K3");
    }

    #[test]
    fn midnight_is_the_end_of_the_day_before() {
        let page = PageFrame::sample(Locale::Id, "");
        let at = |text: &str| end_text(&page, text.parse().unwrap());
        assert_eq!(
            at("2026-11-27T00:00:00+08:00"),
            "Kamis, 26 November 2026, tengah malam"
        );
        assert_eq!(
            at("2026-11-27T18:00:00+08:00"),
            "Jumat, 27 Nov 2026, 18:00 WITA"
        );
        assert_eq!(
            at("2026-11-26T23:59:00+08:00"),
            "Kamis, 26 November 2026, tengah malam"
        );
        let short = |text: &str| end_short(&page, text.parse().unwrap());
        assert_eq!(short("2026-11-27T00:00:00+08:00"), "26 November 2026");
        assert_eq!(
            short("2026-11-27T18:00:00+08:00"),
            "27 Nov 2026, 18:00 WITA"
        );
    }

    #[test]
    fn the_week_begins_on_monday() {
        assert_eq!(weekday_name(Locale::Id, 1), "Senin");
        assert_eq!(weekday_name(Locale::En, 7), "Sunday");
    }
}
