//! Words for states and kinds.

use web::{Locale, StatusTone, Tag, Texts, fl};

use crate::{
    Duty, FuelKind, LetterKind, Likeness, Meter, PlateColour, ReadingSource, ReadingVerdict,
    UnknownState, VehicleKind, VehicleState,
};

pub(crate) fn kind_text(texts: Texts, kind: VehicleKind) -> String {
    match kind {
        VehicleKind::Vehicle => fl!(texts, "kind-vehicle"),
        VehicleKind::Machine => fl!(texts, "kind-machine"),
    }
}

pub(crate) fn fuel_text(texts: Texts, fuel: FuelKind) -> String {
    match fuel {
        FuelKind::Petrol => fl!(texts, "fuel-petrol"),
        FuelKind::Diesel => fl!(texts, "fuel-diesel"),
        FuelKind::Electric => fl!(texts, "fuel-electric"),
    }
}

pub(crate) fn meter_text(texts: Texts, meter: Meter) -> String {
    match meter {
        Meter::Odometer => fl!(texts, "meter-odometer"),
        Meter::HourMeter => fl!(texts, "meter-hours"),
        Meter::None => fl!(texts, "meter-none"),
    }
}

/// The unit of a meter's values.
pub(crate) fn unit_text(texts: Texts, meter: Meter) -> String {
    match meter {
        Meter::HourMeter => fl!(texts, "unit-hours"),
        Meter::Odometer | Meter::None => fl!(texts, "unit-km"),
    }
}

pub(crate) fn colour_text(texts: Texts, colour: PlateColour) -> String {
    match colour {
        PlateColour::Red => fl!(texts, "colour-red"),
        PlateColour::Black => fl!(texts, "colour-black"),
        PlateColour::White => fl!(texts, "colour-white"),
        PlateColour::Yellow => fl!(texts, "colour-yellow"),
        PlateColour::Unknown => fl!(texts, "colour-unknown"),
    }
}

pub(crate) fn duty_text(texts: Texts, duty: Duty) -> String {
    match duty {
        Duty::Holder => fl!(texts, "duty-holder"),
        Duty::Driver => fl!(texts, "duty-driver"),
    }
}

pub(crate) fn letter_text(texts: Texts, kind: LetterKind) -> String {
    match kind {
        LetterKind::Recommendation => fl!(texts, "letter-recommendation"),
        LetterKind::SubsidyRegistration => fl!(texts, "letter-registration"),
    }
}

pub(crate) fn likeness_text(texts: Texts, likeness: Likeness) -> String {
    match likeness {
        Likeness::Chassis => fl!(texts, "likeness-chassis"),
        Likeness::Engine => fl!(texts, "likeness-engine"),
        Likeness::Plate => fl!(texts, "likeness-plate"),
    }
}

pub(crate) fn source_text(texts: Texts, source: ReadingSource) -> String {
    match source {
        ReadingSource::Redemption => fl!(texts, "source-redemption"),
        ReadingSource::Purchase => fl!(texts, "source-purchase"),
        ReadingSource::Inspection => fl!(texts, "source-inspection"),
        ReadingSource::Import => fl!(texts, "source-import"),
        ReadingSource::Correction => fl!(texts, "source-correction"),
        ReadingSource::Replacement => fl!(texts, "source-replacement"),
    }
}

pub(crate) fn verdict_text(texts: Texts, verdict: ReadingVerdict) -> String {
    match verdict {
        ReadingVerdict::Plausible => fl!(texts, "verdict-plausible"),
        ReadingVerdict::EconomyOdd => fl!(texts, "verdict-economy-odd"),
        ReadingVerdict::NoHistory => fl!(texts, "verdict-no-history"),
        ReadingVerdict::Confirmed => fl!(texts, "verdict-confirmed"),
        ReadingVerdict::Backwards => fl!(texts, "verdict-backwards"),
        ReadingVerdict::Unchanged => fl!(texts, "verdict-unchanged"),
        ReadingVerdict::JumpTooLarge => fl!(texts, "verdict-jump"),
        ReadingVerdict::Outvoted => fl!(texts, "verdict-outvoted"),
        ReadingVerdict::BrokenMeter => fl!(texts, "verdict-broken"),
        ReadingVerdict::NotMetered => fl!(texts, "verdict-not-metered"),
    }
}

/// Why a reading stands: the words of the pump in the reader's language, anything else as typed.
pub(crate) fn reading_reason(texts: Texts, reason: &str) -> String {
    match reason {
        "looked_again" => fl!(texts, "reading-looked-again"),
        "replaced" => fl!(texts, "reading-replaced"),
        "broken" => fl!(texts, "reading-broken"),
        "unreadable" => fl!(texts, "reading-unreadable"),
        typed => typed.to_owned(),
    }
}

pub(crate) fn verdict_tag(texts: Texts, verdict: ReadingVerdict) -> Tag {
    let tone = match verdict {
        _ if verdict.is_doubtful() => StatusTone::Warn,
        _ if verdict.is_usable() => StatusTone::Good,
        _ => StatusTone::Quiet,
    };
    Tag::new(verdict_text(texts, verdict), tone)
}

pub(crate) fn state_text(texts: Texts, state: VehicleState) -> String {
    match state {
        VehicleState::Active => fl!(texts, "state-active"),
        VehicleState::Workshop => fl!(texts, "state-workshop"),
        VehicleState::Leave => fl!(texts, "state-leave"),
        VehicleState::HeavilyDamaged => fl!(texts, "state-heavily-damaged"),
        VehicleState::Retired => fl!(texts, "state-retired"),
        VehicleState::Lost => fl!(texts, "state-lost"),
    }
}

/// The name of a vehicle's state in the reader's language.
pub fn state_name(locale: Locale, state: VehicleState) -> String {
    state_text(crate::texts(locale), state)
}

pub(crate) fn state_tag(texts: Texts, state: VehicleState) -> Tag {
    let tone = match state {
        VehicleState::Active => StatusTone::Good,
        VehicleState::Workshop | VehicleState::Leave => StatusTone::Going,
        VehicleState::HeavilyDamaged | VehicleState::Retired => StatusTone::Quiet,
        VehicleState::Lost => StatusTone::Bad,
    };
    Tag::new(state_text(texts, state), tone)
}

pub(crate) fn unknown_text(texts: Texts, state: UnknownState) -> String {
    match state {
        UnknownState::Open => fl!(texts, "unknown-open"),
        UnknownState::Linked => fl!(texts, "unknown-linked"),
        UnknownState::Added => fl!(texts, "unknown-added"),
        UnknownState::NotOurs => fl!(texts, "unknown-not-ours"),
    }
}
