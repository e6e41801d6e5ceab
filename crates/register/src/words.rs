//! Words for the values of the register, shared by pages, lists and imports.

use web::{StatusTone, Tag, Texts, fl};

use crate::{
    Capacity, DayKind, DriverCheck, PhotoPolicy, PlaceLevel, PostKind, RunState, WorkPattern,
};

pub(crate) fn post_kind(texts: Texts, kind: PostKind) -> String {
    match kind {
        PostKind::AgencyHead => fl!(texts, "post-kind-agency-head"),
        PostKind::Secretary => fl!(texts, "post-kind-secretary"),
        PostKind::UnitHead => fl!(texts, "post-kind-unit-head"),
        PostKind::DelegatedBudgetUser => fl!(texts, "post-kind-kpa"),
        PostKind::ActivityOfficer => fl!(texts, "post-kind-pptk"),
        PostKind::FinanceOfficer => fl!(texts, "post-kind-ppk"),
        PostKind::Treasurer => fl!(texts, "post-kind-treasurer"),
        PostKind::AssistantTreasurer => fl!(texts, "post-kind-assistant-treasurer"),
        PostKind::AssetKeeper => fl!(texts, "post-kind-asset-keeper"),
        PostKind::FuelOfficer => fl!(texts, "post-kind-fuel-officer"),
        PostKind::Other => fl!(texts, "post-kind-other"),
    }
}

pub(crate) fn capacity(texts: Texts, capacity: Capacity) -> String {
    match capacity {
        Capacity::Definitive => fl!(texts, "capacity-definitive"),
        Capacity::Acting => fl!(texts, "capacity-plt"),
        Capacity::Daily => fl!(texts, "capacity-plh"),
    }
}

/// A work pattern in words.
pub fn work_pattern_text(locale: web::Locale, pattern: WorkPattern) -> String {
    work_pattern(crate::texts(locale), pattern)
}

pub(crate) fn work_pattern(texts: Texts, pattern: WorkPattern) -> String {
    match pattern {
        WorkPattern::FiveDay => fl!(texts, "pattern-five-day"),
        WorkPattern::SixDay => fl!(texts, "pattern-six-day"),
        WorkPattern::EveryDay => fl!(texts, "pattern-every-day"),
        WorkPattern::StandBy => fl!(texts, "pattern-stand-by"),
        WorkPattern::Shifts(None) => fl!(texts, "pattern-shifts"),
        WorkPattern::Shifts(Some(cycle)) => fl!(
            texts,
            "pattern-cycle",
            on = cycle.on_days.to_string(),
            off = cycle.off_days.to_string()
        ),
    }
}

pub(crate) fn place_level(texts: Texts, level: PlaceLevel) -> String {
    match level {
        PlaceLevel::Province => fl!(texts, "level-province"),
        PlaceLevel::City => fl!(texts, "level-city"),
        PlaceLevel::Kecamatan => fl!(texts, "level-kecamatan"),
        PlaceLevel::Kelurahan => fl!(texts, "level-kelurahan"),
    }
}

pub(crate) fn day_kind_text(texts: Texts, kind: DayKind) -> String {
    match kind {
        DayKind::Holiday => fl!(texts, "day-holiday"),
        DayKind::JointLeave => fl!(texts, "day-joint-leave"),
        DayKind::ExtraWorkingDay => fl!(texts, "day-extra"),
        DayKind::Ordinary => fl!(texts, "day-ordinary"),
    }
}

pub(crate) fn day_kind(texts: Texts, kind: DayKind) -> Tag {
    let tone = match kind {
        DayKind::Holiday => StatusTone::Good,
        DayKind::JointLeave => StatusTone::Going,
        DayKind::ExtraWorkingDay => StatusTone::Warn,
        DayKind::Ordinary => StatusTone::Quiet,
    };
    Tag::new(day_kind_text(texts, kind), tone)
}

pub(crate) fn driver_check(texts: Texts, check: DriverCheck) -> String {
    match check {
        DriverCheck::Pin => fl!(texts, "driver-check-pin"),
        DriverCheck::Photo => fl!(texts, "driver-check-photo"),
    }
}

pub(crate) fn photo_policy(texts: Texts, policy: PhotoPolicy) -> String {
    match policy {
        PhotoPolicy::Always => fl!(texts, "photo-always"),
        PhotoPolicy::Sampled => fl!(texts, "photo-sampled"),
        PhotoPolicy::OnDoubt => fl!(texts, "photo-on-doubt"),
    }
}

pub(crate) fn run_state(texts: Texts, state: RunState) -> Tag {
    match state {
        RunState::Uploaded => Tag::new(fl!(texts, "run-uploaded"), StatusTone::Quiet),
        RunState::Mapped => Tag::new(fl!(texts, "run-mapped"), StatusTone::Going),
        RunState::Previewed => Tag::new(fl!(texts, "run-previewed"), StatusTone::Warn),
        RunState::Applying => Tag::new(fl!(texts, "run-applying"), StatusTone::Going),
        RunState::Done => Tag::new(fl!(texts, "run-done"), StatusTone::Good),
        RunState::Withdrawn => Tag::new(fl!(texts, "run-withdrawn"), StatusTone::Quiet),
    }
}

pub(crate) fn activity_text(texts: Texts, is_active: bool) -> String {
    if is_active {
        fl!(texts, "active")
    } else {
        fl!(texts, "closed")
    }
}

pub(crate) fn activity(texts: Texts, is_active: bool) -> Tag {
    let tone = if is_active {
        StatusTone::Good
    } else {
        StatusTone::Quiet
    };
    Tag::new(activity_text(texts, is_active), tone)
}
