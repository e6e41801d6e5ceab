//! Readings of odometers and hour meters, and what is to be believed of them.
//!
//! A reading is judged once when it comes ([`judge`]): the attendant can still look again, and nothing
//! is ever refused. Reports judge the whole series anew ([`track`]), with what came after. Readings of
//! people who looked on purpose (an inspection, a correction, a replaced meter) are believed even where
//! the statistics doubt them: from there on the series starts anew.

use std::ops::RangeInclusive;

use base::{ActorId, Millilitres, UtcMicros, Uuid};
use serde::{Deserialize, Serialize};
use stats::odometer::{self, ClassNorm, Policy};

use crate::{Meter, ReadingId, VehicleId};

coded! {
    /// How a reading came.
    ReadingSource {
        /// Typed at the pump with a redemption.
        Redemption "redemption",
        /// Typed with a purchase without voucher.
        Purchase "purchase",
        /// Read by an official who went to look.
        Inspection "inspection",
        /// From an import of history.
        Import "import",
        /// Replaces an earlier reading.
        Correction "correction",
        /// The first reading of a new meter.
        Replacement "replacement",
    }
}

impl ReadingSource {
    /// Whether someone looked on purpose, so that the reading stands.
    pub fn is_deliberate(self) -> bool {
        matches!(
            self,
            Self::Inspection | Self::Correction | Self::Replacement
        )
    }
}

coded! {
    /// What was thought of a reading.
    ReadingVerdict {
        /// Inside the expected range.
        Plausible "plausible",
        /// Possible, but the consumption is not this vehicle's: looked at, and used.
        EconomyOdd "economy_odd",
        /// Nothing to compare with.
        NoHistory "no_history",
        /// Doubted by the numbers, confirmed by someone who looked.
        Confirmed "confirmed",
        /// Lower than the last good reading.
        Backwards "backwards",
        /// The same as the last good reading although fuel was filled.
        Unchanged "unchanged",
        /// Further than the vehicle can have come.
        JumpTooLarge "jump_too_large",
        /// Looked possible at the time; the readings after it agree that it was wrong.
        Outvoted "outvoted",
        /// Read while the meter was declared broken.
        BrokenMeter "broken_meter",
        /// The vehicle has no meter.
        NotMetered "not_metered",
    }
}

impl ReadingVerdict {
    /// Whether later readings may be measured from this one.
    pub fn is_usable(self) -> bool {
        matches!(
            self,
            Self::Plausible | Self::EconomyOdd | Self::NoHistory | Self::Confirmed
        )
    }

    /// Whether somebody should look at the reading.
    pub fn is_doubtful(self) -> bool {
        matches!(
            self,
            Self::Backwards
                | Self::Unchanged
                | Self::JumpTooLarge
                | Self::Outvoted
                | Self::EconomyOdd
        )
    }
}

impl From<&odometer::Verdict> for ReadingVerdict {
    fn from(verdict: &odometer::Verdict) -> Self {
        match verdict {
            odometer::Verdict::Plausible => Self::Plausible,
            odometer::Verdict::Backwards { .. } => Self::Backwards,
            odometer::Verdict::Unchanged => Self::Unchanged,
            odometer::Verdict::JumpTooLarge { .. } => Self::JumpTooLarge,
            odometer::Verdict::EconomyOdd { .. } => Self::EconomyOdd,
            odometer::Verdict::NoHistory => Self::NoHistory,
            odometer::Verdict::Outvoted => Self::Outvoted,
        }
    }
}

/// A reading as it was recorded; it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its id.
    pub id: ReadingId,
    /// The vehicle.
    pub vehicle: VehicleId,
    /// When the meter showed it.
    pub at: UtcMicros,
    /// What it showed, in whole kilometres or engine hours.
    pub value: i64,
    /// The value counted on over replaced meters.
    pub total: i64,
    /// How it came.
    pub source: ReadingSource,
    /// The redemption, purchase or import it came with.
    pub source_id: Option<Uuid>,
    /// What was filled at that moment.
    pub filled: Option<Millilitres>,
    /// What was thought of it when it came.
    pub verdict: ReadingVerdict,
    /// The range that was expected then, in shown values.
    pub expected: Option<(i64, i64)>,
    /// The reading it replaces.
    pub replaces: Option<ReadingId>,
    /// Why it was recorded all the same, or why it was corrected.
    pub reason: Option<String>,
    /// When it was recorded.
    pub recorded_at: UtcMicros,
    /// Who recorded it.
    pub recorded_by: ActorId,
}

/// A reading to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewReading {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// When the meter showed it.
    pub at: UtcMicros,
    /// What it showed, in whole kilometres or engine hours.
    pub value: i64,
    /// How it came; corrections and replacements have actions of their own.
    pub source: ReadingSource,
    /// The redemption, purchase or import it comes with; recorded once for each.
    pub source_id: Option<Uuid>,
    /// What was filled at that moment.
    pub filled: Option<Millilitres>,
    /// Why it stands although it looks wrong.
    pub reason: Option<String>,
}

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedReading {
    /// The reading.
    pub id: ReadingId,
    /// What was thought of it.
    pub verdict: ReadingVerdict,
    /// The range that was expected, in shown values.
    pub expected: Option<(i64, i64)>,
}

/// What a meter should show now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// What the meter counts.
    pub meter: Meter,
    /// Value and instant of the last reading to build on.
    pub last_good: Option<(i64, UtcMicros)>,
    /// The range a reading would be believed in; none without history.
    pub range: Option<RangeInclusive<i64>>,
    /// Until when the meter is declared broken.
    pub broken_until: Option<UtcMicros>,
}

impl Expectation {
    /// Whether a reading has to be asked for: there is a meter and it works.
    pub fn wants_reading(&self) -> bool {
        self.meter != Meter::None && self.broken_until.is_none()
    }

    /// Whether a typed value is worth asking "Yakin?".
    pub fn doubts(&self, value: i64) -> bool {
        self.wants_reading()
            && self
                .range
                .as_ref()
                .is_some_and(|range| !range.contains(&value))
    }
}

/// A past reading, as far as the judgement needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PastReading {
    pub(crate) at: UtcMicros,
    pub(crate) value: i64,
    pub(crate) total: i64,
    pub(crate) filled_ml: i64,
    pub(crate) is_deliberate: bool,
    /// What it was thought of at the time.
    pub(crate) verdict: ReadingVerdict,
}

/// What is known of a meter before an instant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MeterPast {
    pub(crate) meter: Meter,
    pub(crate) norm: Option<ClassNorm>,
    pub(crate) broken_until: Option<UtcMicros>,
    /// Oldest first, without replaced ones.
    pub(crate) readings: Vec<PastReading>,
}

/// The answer of [`track`] for one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackMark {
    /// What is thought of it now.
    pub verdict: ReadingVerdict,
    /// Whether distances may be taken from the kept reading before to this one.
    pub starts_anew: bool,
}

/// The furthest a machine's hour meter comes in a day.
const HOURS_PER_DAY: i64 = 24;

fn policy_of(meter: Meter) -> Policy {
    let usual = Policy::default();
    match meter {
        Meter::HourMeter => Policy {
            distance_per_day: HOURS_PER_DAY,
            ..usual
        },
        Meter::Odometer | Meter::None => usual,
    }
}

fn sample(reading: &PastReading) -> odometer::Reading {
    odometer::Reading {
        at_seconds: reading.at.seconds(),
        value: reading.total,
        millilitres_since: reading.filled_ml,
    }
}

/// Whether a reading takes part at all; the fuel of one that does not is carried on.
fn counts(reading: &PastReading) -> bool {
    !matches!(
        reading.verdict,
        ReadingVerdict::BrokenMeter | ReadingVerdict::NotMetered
    )
}

/// Judges a whole series anew, oldest first and without replaced readings.
pub(crate) fn track(
    readings: &[PastReading],
    norm: Option<&ClassNorm>,
    meter: Meter,
) -> Vec<TrackMark> {
    let policy = policy_of(meter);
    let mut marks: Vec<TrackMark> = readings
        .iter()
        .map(|reading| TrackMark {
            verdict: reading.verdict,
            starts_anew: false,
        })
        .collect();
    let mut segment = Segment::default();
    let mut carried: i64 = 0;
    for (place, reading) in readings.iter().enumerate() {
        if !counts(reading) {
            carried = carried.saturating_add(reading.filled_ml);
            continue;
        }
        let mut next = sample(reading);
        next.millilitres_since = next.millilitres_since.saturating_add(carried);
        carried = 0;
        segment.push(place, next);
        if reading.is_deliberate && !segment.believes_last(norm, &policy) {
            segment.pop();
            segment.settle(norm, &policy, &mut marks);
            segment = Segment {
                is_deliberate: true,
                ..Segment::default()
            };
            segment.push(place, next);
        }
    }
    segment.settle(norm, &policy, &mut marks);
    marks
}

/// A run of readings without a deliberate new start.
#[derive(Debug, Default)]
struct Segment {
    places: Vec<usize>,
    readings: Vec<odometer::Reading>,
    /// Whether it begins with a reading that was confirmed against the numbers.
    is_deliberate: bool,
}

impl Segment {
    fn push(&mut self, place: usize, reading: odometer::Reading) {
        self.places.push(place);
        self.readings.push(reading);
    }

    fn pop(&mut self) {
        self.places.pop();
        self.readings.pop();
    }

    fn believes_last(&self, norm: Option<&ClassNorm>, policy: &Policy) -> bool {
        odometer::filter(&self.readings, norm, policy)
            .last()
            .is_some_and(|mark| mark.kept)
    }

    fn settle(&self, norm: Option<&ClassNorm>, policy: &Policy, marks: &mut [TrackMark]) {
        let found = odometer::filter(&self.readings, norm, policy);
        for (order, (place, mark)) in self.places.iter().zip(found).enumerate() {
            let Some(target) = marks.get_mut(*place) else {
                continue;
            };
            let verdict = ReadingVerdict::from(&mark.verdict);
            let is_first = order == 0 && self.is_deliberate;
            let is_confirmed = is_first && verdict == ReadingVerdict::NoHistory;
            *target = TrackMark {
                verdict: if is_confirmed {
                    ReadingVerdict::Confirmed
                } else {
                    verdict
                },
                starts_anew: mark.starts_segment,
            };
        }
    }
}

/// The kept readings with the fuel since the kept one before, and the fuel since the last of them.
fn kept(readings: &[PastReading], marks: &[TrackMark]) -> (Vec<odometer::Reading>, i64) {
    let mut history = Vec::new();
    let mut carried: i64 = 0;
    for (reading, mark) in readings.iter().zip(marks) {
        carried = carried.saturating_add(reading.filled_ml);
        if counts(reading) && mark.verdict.is_usable() {
            let millilitres_since = if mark.starts_anew { 0 } else { carried };
            history.push(odometer::Reading {
                millilitres_since,
                ..sample(reading)
            });
            carried = 0;
        }
    }
    (history, carried)
}

/// What a new reading is judged by.
pub(crate) struct Judgement {
    pub(crate) verdict: ReadingVerdict,
    /// In shown values.
    pub(crate) expected: Option<(i64, i64)>,
    /// The new reading's total.
    pub(crate) total: i64,
}

impl MeterPast {
    /// What shown values are behind the total by: the sum of the replaced meters.
    pub(crate) fn offset(&self) -> i64 {
        self.readings
            .last()
            .map_or(0, |last| last.total.saturating_sub(last.value))
    }

    /// The readings from the first good one on: a window may begin amid doubtful ones.
    fn window(&self) -> &[PastReading] {
        let skipped = self
            .readings
            .iter()
            .take_while(|r| !r.verdict.is_usable())
            .count();
        self.readings.get(skipped..).unwrap_or_default()
    }

    /// Judges a reading at the end of this past.
    pub(crate) fn judge(&self, new: &NewReading) -> Judgement {
        let total = new.value.saturating_add(self.offset());
        let unread = |verdict| Judgement {
            verdict,
            expected: None,
            total,
        };
        if self.meter == Meter::None {
            return unread(ReadingVerdict::NotMetered);
        }
        if self.broken_until.is_some() && !new.source.is_deliberate() {
            return unread(ReadingVerdict::BrokenMeter);
        }
        let window = self.window();
        let policy = policy_of(self.meter);
        let marks = track(window, self.norm.as_ref(), self.meter);
        let (history, carried) = kept(window, &marks);
        let filled_ml = new.filled.map_or(0, Millilitres::get).max(0);
        let reading = odometer::Reading {
            at_seconds: new.at.seconds(),
            value: total,
            millilitres_since: if filled_ml > 0 {
                filled_ml.saturating_add(carried)
            } else {
                0
            },
        };
        let assessed = odometer::assess(&history, &reading, self.norm.as_ref(), &policy);
        let mut verdict = ReadingVerdict::from(&assessed.verdict);
        let is_standing = verdict == ReadingVerdict::Unchanged && filled_ml == 0;
        if !verdict.is_usable() {
            verdict = self.second_thought(window, new, total).unwrap_or(verdict);
        }
        if is_standing {
            // Nothing was filled, so the vehicle may well have stood still.
            verdict = ReadingVerdict::Plausible;
        } else if new.source.is_deliberate() && !verdict.is_usable() {
            verdict = ReadingVerdict::Confirmed;
        }
        Judgement {
            verdict,
            expected: self.shown(assessed.expected),
            total,
        }
    }

    /// The verdict where enough doubtful readings agree with the new one to be believed with it.
    fn second_thought(
        &self,
        window: &[PastReading],
        new: &NewReading,
        total: i64,
    ) -> Option<ReadingVerdict> {
        let last = PastReading {
            at: new.at,
            value: new.value,
            total,
            filled_ml: new.filled.map_or(0, Millilitres::get).max(0),
            is_deliberate: false,
            verdict: ReadingVerdict::Plausible,
        };
        let series = [window, &[last]].concat();
        let marks = track(&series, self.norm.as_ref(), self.meter);
        marks
            .last()
            .map(|mark| mark.verdict)
            .filter(|verdict| verdict.is_usable())
    }

    /// What the meter should show at an instant, before anything is filled.
    pub(crate) fn expect(&self, at: UtcMicros) -> Expectation {
        let window = self.window();
        let marks = track(window, self.norm.as_ref(), self.meter);
        let (history, _) = kept(window, &marks);
        let last = history.last();
        let probe = last.map(|last| odometer::Reading {
            at_seconds: at.seconds(),
            value: last.value,
            millilitres_since: 0,
        });
        let range = probe.and_then(|probe| {
            let policy = policy_of(self.meter);
            odometer::assess(&history, &probe, self.norm.as_ref(), &policy).expected
        });
        let good = window
            .iter()
            .zip(&marks)
            .rev()
            .find(|(_, mark)| mark.verdict.is_usable());
        Expectation {
            meter: self.meter,
            last_good: good
                .map(|(reading, _)| (reading.total.saturating_sub(self.offset()), reading.at)),
            range: self.shown(range).map(|(low, high)| low..=high),
            broken_until: self.broken_until,
        }
    }

    fn shown(&self, range: Option<RangeInclusive<i64>>) -> Option<(i64, i64)> {
        let offset = self.offset();
        let shown = |total: &i64| total.saturating_sub(offset).max(0);
        range.map(|range| (shown(range.start()), shown(range.end())))
    }
}

#[cfg(test)]
#[path = "meter_tests.rs"]
mod tests;
