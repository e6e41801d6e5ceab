//! Units, currencies and doubts in words.

use rust_decimal::Decimal;
use web::{PageFrame, StatusTone, Tag, Texts, fl};

use crate::model::exact::local_number;
use crate::{Doubt, Exact, Purchase, UnitTotal};

/// A number with its unit, as written in the list: `12,60 gal`.
pub(super) fn in_unit(texts: Texts, number: Decimal, unit: &str) -> String {
    let number = local_number(number);
    match unit {
        "litre" => format!("{number}\u{a0}l"),
        "millilitre" => format!("{number}\u{a0}ml"),
        "gallon_us" => format!("{number}\u{a0}gal"),
        "km" => format!("{number}\u{a0}km"),
        "mile" => format!("{number}\u{a0}mi"),
        "hour" => fl!(texts, "in-hours", number = number),
        "item" => fl!(texts, "in-items", number = number),
        other => format!("{number}\u{a0}{other}"),
    }
}

/// An amount with its currency: `Rp 1.234.567`, `US$ 27,45`.
pub(super) fn in_currency(number: Decimal, currency: &str) -> String {
    let number = local_number(number);
    match currency {
        "idr" => format!("Rp\u{a0}{number}"),
        "usd" => format!("US$\u{a0}{number}"),
        other => format!("{other}\u{a0}{number}"),
    }
}

/// What was bought.
pub(super) fn quantity_text(texts: Texts, purchase: &Purchase) -> String {
    in_unit(texts, purchase.quantity.decimal(), &purchase.unit)
}

/// An amount of a purchase.
pub(super) fn money_text(purchase: &Purchase, amount: Exact) -> String {
    in_currency(amount.decimal(), &purchase.currency)
}

/// The derived volume, where the list has another unit.
pub(super) fn derived_text(purchase: &Purchase) -> String {
    match purchase.volume {
        Some(volume) if purchase.unit != "litre" => volume.to_string(),
        _ => String::new(),
    }
}

/// When it was bought; the day alone where the list has no time.
pub(super) fn bought_text(page: &PageFrame, purchase: &Purchase) -> String {
    if purchase.has_time {
        page.at(purchase.bought_at)
    } else {
        page.date(page.city.zone.date(purchase.bought_at))
    }
}

/// Name of a unit for figures.
pub(super) fn unit_label(texts: Texts, total: &UnitTotal) -> String {
    match total.unit.as_str() {
        "litre" => fl!(texts, "unit-litre"),
        "millilitre" => fl!(texts, "unit-millilitre"),
        "gallon_us" => fl!(texts, "unit-gallon"),
        "item" => fl!(texts, "unit-item"),
        other => other.to_owned(),
    }
}

/// Name of a currency for figures.
pub(super) fn currency_label(texts: Texts, total: &UnitTotal) -> String {
    match total.unit.as_str() {
        "idr" => fl!(texts, "currency-idr"),
        "usd" => fl!(texts, "currency-usd"),
        other => other.to_owned(),
    }
}

/// A doubt in a word or two.
pub(super) fn doubt_name(texts: Texts, doubt: Doubt) -> String {
    match doubt {
        Doubt::MeterBackwards => fl!(texts, "doubt-backwards"),
        Doubt::MeterUnchanged => fl!(texts, "doubt-unchanged"),
        Doubt::MeterJump => fl!(texts, "doubt-jump"),
        Doubt::MeterOutvoted => fl!(texts, "doubt-outvoted"),
        Doubt::ConsumptionOdd => fl!(texts, "doubt-consumption"),
        Doubt::AboveTank => fl!(texts, "doubt-tank"),
        Doubt::AmountDiffers => fl!(texts, "doubt-amount"),
        Doubt::NotPositive => fl!(texts, "doubt-not-positive"),
        Doubt::InFuture => fl!(texts, "doubt-future"),
    }
}

/// A doubt in a sentence that says what to look at.
pub(super) fn doubt_text(texts: Texts, doubt: Doubt) -> String {
    match doubt {
        Doubt::MeterBackwards => fl!(texts, "doubt-backwards-text"),
        Doubt::MeterUnchanged => fl!(texts, "doubt-unchanged-text"),
        Doubt::MeterJump => fl!(texts, "doubt-jump-text"),
        Doubt::MeterOutvoted => fl!(texts, "doubt-outvoted-text"),
        Doubt::ConsumptionOdd => fl!(texts, "doubt-consumption-text"),
        Doubt::AboveTank => fl!(texts, "doubt-tank-text"),
        Doubt::AmountDiffers => fl!(texts, "doubt-amount-text"),
        Doubt::NotPositive => fl!(texts, "doubt-not-positive-text"),
        Doubt::InFuture => fl!(texts, "doubt-future-text"),
    }
}

/// What a list shows of the doubts: the first, and how many more.
pub(super) fn doubts_tag(texts: Texts, purchase: &Purchase) -> Option<Tag> {
    let first = purchase.doubts.iter().next()?;
    let more = purchase.doubts.iter().skip(1).count();
    let name = doubt_name(texts, first);
    let text = if more > 0 {
        format!("{name} +{more}")
    } else {
        name
    };
    Some(Tag::new(text, StatusTone::Warn))
}
