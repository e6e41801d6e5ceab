//! Words and formats that several pages share.

use base::{MonthOfYear, Rupiah};
use web::{Figure, Figures, PageFrame, StatusTone, Tag, Texts, fl};

use crate::{Balance, BudgetLine, DocumentKind, FundSource, LineState, MovementState};

pub(crate) fn fund_text(texts: Texts, fund: FundSource) -> String {
    match fund {
        FundSource::Apbd => fl!(texts, "fund-apbd"),
        FundSource::Blud => fl!(texts, "fund-blud"),
        FundSource::Btt => fl!(texts, "fund-btt"),
        FundSource::Dak => fl!(texts, "fund-dak"),
    }
}

pub(crate) fn document_text(texts: Texts, kind: DocumentKind) -> String {
    match kind {
        DocumentKind::Dpa => fl!(texts, "document-dpa"),
        DocumentKind::Provisional => fl!(texts, "document-provisional"),
        DocumentKind::Pergeseran => fl!(texts, "document-pergeseran"),
        DocumentKind::Dppa => fl!(texts, "document-dppa"),
        DocumentKind::Correction => fl!(texts, "document-correction"),
    }
}

pub(crate) fn movement_tag(texts: Texts, state: MovementState) -> Tag {
    let (text, tone) = match state {
        MovementState::Pending => (fl!(texts, "movement-pending"), StatusTone::Going),
        MovementState::Posted => (fl!(texts, "movement-posted"), StatusTone::Good),
        MovementState::Fact => (fl!(texts, "movement-fact"), StatusTone::Warn),
        MovementState::Reversal => (fl!(texts, "movement-reversal"), StatusTone::Quiet),
        MovementState::Voided => (fl!(texts, "movement-voided"), StatusTone::Quiet),
        MovementState::Expired => (fl!(texts, "movement-expired"), StatusTone::Quiet),
    };
    Tag::new(text, tone)
}

/// What is special about figures: overdrawn, frozen; `None` where nothing is.
pub(crate) fn balance_words(texts: Texts, balance: &Balance) -> Option<(String, StatusTone)> {
    if balance.overdrawn.is_positive() {
        let amount = balance.overdrawn.to_string();
        let text = fl!(texts, "state-overdrawn", amount = amount);
        return Some((text, StatusTone::Bad));
    }
    let count = balance.frozen_count.to_string();
    (balance.frozen_count > 0)
        .then(|| (fl!(texts, "state-frozen", count = count), StatusTone::Warn))
}

/// How a line stands, in words.
pub(crate) fn line_words(
    texts: Texts,
    line: &BudgetLine,
    balance: &Balance,
) -> (String, StatusTone) {
    let closed =
        (line.state == LineState::Closed).then(|| (fl!(texts, "state-closed"), StatusTone::Quiet));
    balance_words(texts, balance)
        .or(closed)
        .unwrap_or_else(|| (fl!(texts, "state-fine"), StatusTone::Good))
}

/// How a month stands.
pub(crate) fn month_tag(texts: Texts, balance: &Balance) -> Tag {
    match balance_words(texts, balance) {
        Some((text, StatusTone::Bad)) => Tag::new(text, StatusTone::Bad),
        Some((_, tone)) => Tag::new(fl!(texts, "state-frozen-month"), tone),
        None => Tag::new(fl!(texts, "state-fine"), StatusTone::Good),
    }
}

/// The four figures over a list, a line or a month.
pub(crate) fn figures(texts: Texts, page: &PageFrame, balance: &Balance, window: &str) -> Figures {
    let whole = balance.allocated.get();
    let of_whole = |amount: Rupiah| page.percent(amount.get(), whole);
    let short = |amount: Rupiah| page.short_rupiah(amount);
    let (posted, available) = (of_whole(balance.posted), of_whole(balance.available));
    let overdrawn = balance.overdrawn.is_positive();
    let (note, tone) = if overdrawn {
        let amount = short(balance.overdrawn);
        (
            fl!(texts, "overdrawn-note", amount = amount),
            StatusTone::Bad,
        )
    } else {
        let tone = if balance.available.is_positive() {
            StatusTone::Good
        } else {
            StatusTone::Warn
        };
        (fl!(texts, "available-note", share = available), tone)
    };
    Figures::new([
        Figure::new(fl!(texts, "allocated"), short(balance.allocated)).note(window),
        Figure::new(fl!(texts, "pending"), short(balance.pending)).note(fl!(texts, "pending-note")),
        Figure::new(fl!(texts, "posted"), short(balance.posted))
            .note(fl!(texts, "posted-note", share = posted))
            .share(share(balance.posted, balance.allocated)),
        Figure::new(fl!(texts, "available"), short(balance.available))
            .note(note)
            .tone(tone),
    ])
}

/// A part in whole percent of a whole, 0 to 100.
fn share(part: Rupiah, whole: Rupiah) -> u8 {
    let percent = i128::from(part.get())
        .saturating_mul(100)
        .checked_div(i128::from(whole.get()))
        .unwrap_or_default();
    u8::try_from(percent.clamp(0, 100)).unwrap_or_default()
}

/// An amount with its sign: `+Rp 1.000`.
pub(crate) fn signed(amount: Rupiah) -> String {
    if amount.is_positive() {
        format!("+{amount}")
    } else {
        amount.to_string()
    }
}

/// The address of a month of a line.
pub(crate) fn month_href(line: &BudgetLine, month: MonthOfYear) -> String {
    format!("/pagu/{}/bulan/{month}", line.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_stay_between_nothing_and_all() {
        let share = |part, whole| share(Rupiah::new(part), Rupiah::new(whole));
        assert_eq!(share(1, 3), 33);
        assert_eq!(share(5, 0), 0);
        assert_eq!(share(-5, 10), 0);
        assert_eq!(share(50, 10), 100);
        assert_eq!(share(i64::MAX, i64::MAX), 100);
    }

    #[test]
    fn changes_carry_their_sign() {
        assert_eq!(signed(Rupiah::new(1_000)), "+Rp\u{a0}1.000");
        assert_eq!(signed(Rupiah::new(-1_000)), "-Rp\u{a0}1.000");
        assert_eq!(signed(Rupiah::ZERO), "Rp\u{a0}0");
    }
}
