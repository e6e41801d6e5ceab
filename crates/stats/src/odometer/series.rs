//! The forward filter: which readings of a series to build on.

use super::{ClassNorm, Policy, Reading, Verdict, assess};

/// The filter's answer for one reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// The verdict; for a reading that was confirmed by later ones, its verdict among those.
    pub verdict: Verdict,
    /// Whether the reading may be used for distances and consumption.
    pub kept: bool,
    /// Whether the odometer starts anew here (a replaced or corrected meter): no distance may be
    /// taken from the reading before to this one.
    pub starts_segment: bool,
}

/// Marks each reading of a vehicle's series, oldest first.
///
/// A reading is measured from the last kept one; the fuel of doubtful readings in between is carried
/// along. When [`Policy::confirmations`] doubtful readings in a row agree with each other, they are
/// believed: either they outvote a few readings before them (one typed too high), or the meter
/// itself has changed and a new segment starts.
pub fn filter(readings: &[Reading], norm: Option<&ClassNorm>, policy: &Policy) -> Vec<Mark> {
    let mut state = State {
        norm,
        policy,
        marks: Vec::new(),
        trusted: Vec::new(),
        doubtful: Vec::new(),
        carried: 0,
    };
    for (place, reading) in readings.iter().enumerate() {
        state.take(place, reading);
    }
    state.marks
}

struct State<'a> {
    norm: Option<&'a ClassNorm>,
    policy: &'a Policy,
    marks: Vec<Mark>,
    /// The kept readings of the current segment, with the fuel since the kept one before.
    trusted: Vec<(usize, Reading)>,
    /// The latest run of doubtful readings that agree with each other, each with its own fuel.
    doubtful: Vec<(usize, Reading)>,
    /// Fuel since the last kept reading.
    carried: i64,
}

impl State<'_> {
    fn take(&mut self, place: usize, reading: &Reading) {
        self.carried = self
            .carried
            .saturating_add(reading.millilitres_since.max(0));
        let carried = Reading {
            millilitres_since: self.carried,
            ..*reading
        };
        let verdict = self.verdict(&self.trusted, &carried);
        self.marks.push(Mark {
            verdict,
            kept: verdict.is_usable(),
            starts_segment: verdict == Verdict::NoHistory,
        });
        match verdict {
            Verdict::Unchanged => {}
            _ if verdict.is_usable() => {
                self.trusted.push((place, carried));
                self.doubtful.clear();
                self.carried = 0;
            }
            _ => {
                self.doubt(place, reading);
                self.confirm();
            }
        }
    }

    fn verdict(&self, history: &[(usize, Reading)], new: &Reading) -> Verdict {
        let keep = history
            .len()
            .saturating_sub(self.policy.memory.saturating_add(1));
        let past: Vec<Reading> = history
            .iter()
            .skip(keep)
            .map(|(_, reading)| *reading)
            .collect();
        assess(&past, new, self.norm, self.policy).verdict
    }

    /// Adds to the doubtful run, or starts a new run if the reading does not agree with it.
    fn doubt(&mut self, place: usize, reading: &Reading) {
        if !self.verdict(&self.doubtful, reading).is_usable() {
            self.doubtful.clear();
        }
        self.doubtful.push((place, *reading));
    }

    fn confirm(&mut self) {
        let run = self.doubtful.len();
        let Some((_, first)) = self.doubtful.first().copied() else {
            return;
        };
        // Fewer readings before them may be wrong than they are themselves.
        for dropped in 1..run.min(self.trusted.len()) {
            let rest = self.trusted.len() - dropped;
            let before = self.trusted.get(..rest).unwrap_or_default();
            let lost = self
                .trusted
                .iter()
                .skip(rest)
                .map(|(_, r)| r.millilitres_since);
            let own = self
                .doubtful
                .iter()
                .skip(1)
                .map(|(_, r)| r.millilitres_since.max(0));
            let until_first = self
                .carried
                .saturating_sub(own.sum())
                .saturating_add(lost.sum());
            let joined = Reading {
                millilitres_since: until_first,
                ..first
            };
            let verdict = self.verdict(before, &joined);
            if verdict.is_usable() {
                self.outvote(rest);
                self.believe(&joined, verdict, false);
                return;
            }
        }
        if run >= self.policy.confirmations.max(2) {
            let short = self.trusted.len() < run;
            self.outvote(if short { 0 } else { self.trusted.len() });
            self.trusted.clear();
            self.believe(&first, Verdict::NoHistory, true);
        }
    }

    /// Takes back the kept readings from `rest` on.
    fn outvote(&mut self, rest: usize) {
        for (place, _) in self.trusted.drain(rest..) {
            if let Some(mark) = self.marks.get_mut(place) {
                *mark = Mark {
                    verdict: Verdict::Outvoted,
                    kept: false,
                    starts_segment: false,
                };
            }
        }
    }

    /// Turns the doubtful run into kept readings; `first` carries the right fuel for its start.
    fn believe(&mut self, first: &Reading, verdict: Verdict, starts_segment: bool) {
        let mut verdict = verdict;
        for (order, (place, reading)) in std::mem::take(&mut self.doubtful).into_iter().enumerate()
        {
            let reading = if order == 0 { *first } else { reading };
            if order > 0 {
                verdict = self.verdict(&self.trusted, &reading);
            }
            if let Some(mark) = self.marks.get_mut(place) {
                let starts_segment = starts_segment && order == 0;
                *mark = Mark {
                    verdict,
                    kept: true,
                    starts_segment,
                };
            }
            self.trusted.push((place, reading));
        }
        self.carried = 0;
    }
}
