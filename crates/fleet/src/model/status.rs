//! Whether a vehicle is there to be used.

use base::{CivilDate, UtcMicros, Uuid};
use serde::Serialize;

use crate::VehicleId;

coded! {
    /// The state of a vehicle on a day.
    VehicleState {
        /// In use.
        Active "active",
        /// In the workshop: no quota.
        Workshop "workshop",
        /// Laid up while its holder is on leave: no quota.
        Leave "leave",
        /// Rusak berat: no quota, waits for its removal from the register of assets.
        HeavilyDamaged "heavily_damaged",
        /// Taken out of service.
        Retired "retired",
        /// Not found at a roll call, or stolen.
        Lost "lost",
    }
}

impl VehicleState {
    /// Whether fuel may be planned for it.
    pub fn draws_fuel(self) -> bool {
        self == Self::Active
    }
}

/// A state over some days, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusSpan {
    /// The row's id.
    pub id: Uuid,
    /// The state.
    pub state: VehicleState,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day; none while it lasts.
    pub until_on: Option<CivilDate>,
    /// Why.
    pub reason: String,
    /// The number of a work order, decree or police report.
    pub reference: Option<String>,
    /// When it was recorded: of two for a day the later counts.
    pub recorded_at: UtcMicros,
    /// Raised by each change.
    pub revision: i64,
}

impl StatusSpan {
    /// Whether a day lies within.
    pub fn covers(&self, on: CivilDate) -> bool {
        self.from_on <= on && self.until_on.is_none_or(|until| on <= until)
    }
}

/// The state on a day, from the spans in any order.
pub fn state_on(spans: &[StatusSpan], on: CivilDate) -> VehicleState {
    spans
        .iter()
        .filter(|span| span.covers(on))
        .max_by_key(|span| (span.recorded_at, span.id))
        .map_or(VehicleState::Active, |span| span.state)
}

/// The days from one to another, both included, on which no fuel may be planned.
pub(crate) fn unavailable_days(
    spans: &[StatusSpan],
    from: CivilDate,
    to: CivilDate,
) -> Vec<CivilDate> {
    let mut days = Vec::new();
    let mut on = from;
    while on <= to && days.len() < DAYS_MAX {
        if !state_on(spans, on).draws_fuel() {
            days.push(on);
        }
        let Ok(next) = on.tomorrow() else { break };
        on = next;
    }
    days
}

/// The longest time asked for at once: two years.
const DAYS_MAX: usize = 731;

/// A state to be declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewStatus {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The state.
    pub state: VehicleState,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day, where it is known.
    pub until_on: Option<CivilDate>,
    /// Why.
    pub reason: String,
    /// The number of a work order, decree or police report.
    pub reference: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(state: VehicleState, from: &str, until: Option<&str>, recorded: i64) -> StatusSpan {
        StatusSpan {
            id: Uuid::from_u128(1),
            state,
            from_on: from.parse().unwrap(),
            until_on: until.map(|day| day.parse().unwrap()),
            reason: String::new(),
            reference: None,
            recorded_at: UtcMicros::new(recorded),
            revision: 0,
        }
    }

    #[test]
    fn a_state_ends_by_itself_and_the_later_record_counts() {
        let spans = [
            span(VehicleState::Workshop, "2026-11-02", Some("2026-11-06"), 1),
            span(VehicleState::Active, "2026-11-05", Some("2026-11-06"), 2),
        ];
        let on = |day: &str| state_on(&spans, day.parse().unwrap());
        assert_eq!(on("2026-11-01"), VehicleState::Active);
        assert_eq!(on("2026-11-02"), VehicleState::Workshop);
        assert_eq!(on("2026-11-05"), VehicleState::Active);
        assert_eq!(on("2026-11-07"), VehicleState::Active);
        let days = unavailable_days(
            &spans,
            "2026-11-01".parse().unwrap(),
            "2026-11-30".parse().unwrap(),
        );
        assert_eq!(days.len(), 3);
    }
}
