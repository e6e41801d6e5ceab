//! Names of things in the reader's language.

use web::{Locale, StatusTone, Tag, Texts, fl};

use crate::model::contract::MeansOfPayment;
use crate::model::device::DeviceState;
use crate::model::hours::{DayHours, OpeningHours, format_minute};
use crate::model::number::Ownership;
use crate::model::product::{FuelKind, Product, SubsidyClass};
use crate::model::rule::{RuleDecision, RuleLevel};
use crate::texts;

/// The name of a product by its code; the code itself where it is not known.
pub(crate) fn product_name(products: &[Product], code: &str) -> String {
    let found = products.iter().find(|product| product.code == code);
    found.map_or_else(|| code.to_owned(), |product| product.name.clone())
}

pub(crate) fn kind_name(kind: FuelKind, texts: Texts) -> String {
    match kind {
        FuelKind::Petrol => fl!(texts, "kind-petrol"),
        FuelKind::Diesel => fl!(texts, "kind-diesel"),
    }
}

pub(crate) fn class_name(class: SubsidyClass, texts: Texts) -> String {
    match class {
        SubsidyClass::Subsidised => fl!(texts, "class-jbt"),
        SubsidyClass::Assigned => fl!(texts, "class-jbkp"),
        SubsidyClass::Market => fl!(texts, "class-jbu"),
    }
}

pub(crate) fn means_name(means: MeansOfPayment, texts: Texts) -> String {
    match means {
        MeansOfPayment::OnAccount => fl!(texts, "means-on-account"),
        MeansOfPayment::Prepaid => fl!(texts, "means-prepaid"),
        MeansOfPayment::CreditCard => fl!(texts, "means-kkpd"),
        MeansOfPayment::FleetCard => fl!(texts, "means-fleet-card"),
    }
}

pub(crate) fn level_name(level: RuleLevel, texts: Texts) -> String {
    match level {
        RuleLevel::National => fl!(texts, "level-national"),
        RuleLevel::Regional => fl!(texts, "level-regional"),
    }
}

pub(crate) fn decision_name(decision: RuleDecision, texts: Texts) -> String {
    match decision {
        RuleDecision::Allowed => fl!(texts, "decision-allowed"),
        RuleDecision::Warned => fl!(texts, "decision-warned"),
        RuleDecision::Refused => fl!(texts, "decision-refused"),
    }
}

pub(crate) fn decision_tag(decision: RuleDecision, texts: Texts) -> Tag {
    let tone = match decision {
        RuleDecision::Allowed => StatusTone::Good,
        RuleDecision::Warned => StatusTone::Warn,
        RuleDecision::Refused => StatusTone::Bad,
    };
    Tag::new(decision_name(decision, texts), tone)
}

/// A class of vehicle in words; a class of the city's own stands as it is.
pub(crate) fn vehicle_class_name(class: Option<&str>, texts: Texts) -> String {
    match class {
        None => fl!(texts, "vehicle-any"),
        Some("ambulance") => fl!(texts, "vehicle-ambulance"),
        Some("hearse") => fl!(texts, "vehicle-hearse"),
        Some("fire_engine") => fl!(texts, "vehicle-fire-engine"),
        Some("garbage_truck") => fl!(texts, "vehicle-garbage-truck"),
        Some("machine") => fl!(texts, "vehicle-machine"),
        Some(other) => other.to_owned(),
    }
}

pub(crate) fn ownership_name(ownership: Option<Ownership>, texts: Texts) -> String {
    match ownership {
        Some(Ownership::Company) => fl!(texts, "ownership-coco"),
        Some(Ownership::DealerOnCompanyLand) => fl!(texts, "ownership-codo"),
        Some(Ownership::Dealer) => fl!(texts, "ownership-dodo"),
        None => fl!(texts, "number-unusual"),
    }
}

/// Whether a pump phone may work.
pub(crate) fn device_name(state: DeviceState, texts: Texts) -> String {
    match state {
        DeviceState::Invited => fl!(texts, "device-invited"),
        DeviceState::Active => fl!(texts, "device-active"),
        DeviceState::Withdrawn => fl!(texts, "device-withdrawn"),
    }
}

pub(crate) fn device_tag(state: DeviceState, is_late: bool, texts: Texts) -> Tag {
    match state {
        DeviceState::Invited if is_late => {
            Tag::new(fl!(texts, "device-link-over"), StatusTone::Warn)
        }
        DeviceState::Invited => Tag::new(device_name(state, texts), StatusTone::Going),
        DeviceState::Active => Tag::new(device_name(state, texts), StatusTone::Good),
        DeviceState::Withdrawn => Tag::new(device_name(state, texts), StatusTone::Quiet),
    }
}

pub(crate) fn weekday_names(locale: Locale) -> Vec<String> {
    let names = fl!(texts(locale), "weekdays");
    names.split_whitespace().map(str::to_owned).collect()
}

fn day_hours(hours: DayHours, texts: Texts) -> String {
    match hours {
        DayHours::AllDay => fl!(texts, "hours-all-day"),
        DayHours::Closed => fl!(texts, "hours-closed"),
        DayHours::Between(from, to) => format!("{}–{}", format_minute(from), format_minute(to)),
    }
}

/// Days with the same hours together: `Senin–Sabtu 06:00–22:00, Minggu tutup`.
pub(crate) fn hours_text(hours: &OpeningHours, locale: Locale) -> String {
    let texts = texts(locale);
    let [first, rest @ ..] = &hours.0;
    if rest.iter().all(|day| day == first) {
        return format!(
            "{} {}",
            fl!(texts, "hours-every-day"),
            day_hours(*first, texts)
        );
    }
    let mut groups: Vec<(String, String, DayHours)> = Vec::new();
    for (name, day) in weekday_names(locale).into_iter().zip(hours.0) {
        match groups.last_mut() {
            Some((_, last, same)) if *same == day => *last = name,
            _ => groups.push((name.clone(), name, day)),
        }
    }
    let group = |(first, last, day): (String, String, DayHours)| {
        let days = if first == last {
            first
        } else {
            format!("{first}–{last}")
        };
        format!("{days} {}", day_hours(day, texts))
    };
    groups.into_iter().map(group).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_with_the_same_hours_stand_together() {
        let text = |hours: &str| hours_text(&hours.parse().unwrap(), Locale::Id);
        assert_eq!(text("24,24,24,24,24,24,24"), "Setiap hari 24 jam");
        assert_eq!(
            text("06:00-22:00,06:00-22:00,06:00-22:00,06:00-22:00,06:00-22:00,24,-"),
            "Senin–Jumat 06:00–22:00, Sabtu 24 jam, Minggu tutup"
        );
    }
}
