//! What the tab of the meter shows.

use web::{Cell, Column, DataTable, Figure, Figures, StatusTone, fl};

use super::show::VehiclePage;
use super::words::{reading_reason, source_text, verdict_tag};
use crate::VehicleClass;

/// How many readings a table shows, the latest first.
const READINGS_SHOWN: usize = 60;

impl VehiclePage {
    pub(super) fn expectation(&self) -> Option<String> {
        let expected = self.facts.expected.as_ref()?;
        if let Some(until) = expected.broken_until {
            return Some(fl!(
                self.texts,
                "meter-broken-until",
                until = self.page.at(until)
            ));
        }
        let range = expected.range.as_ref()?;
        let (low, high) = (
            self.page.count(*range.start()),
            self.page.count(*range.end()),
        );
        Some(fl!(
            self.texts,
            "meter-expected",
            low = low,
            high = high,
            unit = self.unit()
        ))
    }

    pub(super) fn is_broken(&self) -> bool {
        self.facts
            .expected
            .as_ref()
            .is_some_and(|expected| expected.broken_until.is_some())
    }

    pub(super) fn consumption(&self) -> Option<Figures> {
        let series = self.facts.series.as_ref()?;
        let consumption = &series.consumption;
        let texts = self.texts;
        let rate = consumption.litres_per_100?;
        let unit = self.unit();
        let coverage = consumption.coverage.unwrap_or_default();
        let labels = super::charts::labels(self.page.locale);
        Some(Figures::new([
            Figure::new(
                fl!(texts, "consumption", unit = unit.as_str()),
                labels.number((rate * 10.0).round() / 10.0),
            )
            .note(fl!(
                texts,
                "consumption-note",
                share = labels.percent(coverage)
            )),
            Figure::new(
                fl!(texts, "distance"),
                format!("{} {unit}", self.page.count(consumption.distance)),
            ),
            Figure::new(
                fl!(texts, "burned"),
                base::Millilitres::new(consumption.millilitres),
            ),
        ]))
    }

    pub(super) fn reading_table(&self) -> DataTable {
        let texts = self.texts;
        let columns = [
            Column::text(fl!(texts, "read-at")),
            Column::number(fl!(texts, "reading")),
            Column::number(fl!(texts, "filled")),
            Column::text(fl!(texts, "verdict")),
            Column::text(fl!(texts, "source")),
        ];
        let points = self
            .facts
            .series
            .iter()
            .flat_map(|series| series.points.iter().rev());
        let rows = points.take(READINGS_SHOWN).map(|point| {
            let reading = &point.reading;
            let expected = reading.expected.filter(|_| reading.verdict.is_doubtful());
            let below = expected.map_or_else(String::new, |(low, high)| {
                let (low, high) = (self.page.count(low), self.page.count(high));
                fl!(texts, "expected-range", low = low, high = high)
            });
            let verdict = if point.replaced_by.is_some() {
                web::Tag::new(fl!(texts, "verdict-corrected"), StatusTone::Quiet)
            } else {
                verdict_tag(texts, point.verdict)
            };
            let reason = reading.reason.as_deref();
            let reason = reason.map_or_else(String::new, |reason| reading_reason(texts, reason));
            let source = Cell::text(source_text(texts, reading.source));
            [
                Cell::text(self.page.at(reading.at)),
                Cell::text(self.page.count(reading.value)).below(below),
                Cell::text(
                    reading
                        .filled
                        .map_or_else(|| "–".to_owned(), |v| v.to_string()),
                ),
                Cell::tag(verdict),
                source.below(reason),
            ]
        });
        DataTable::new(fl!(texts, "readings"), columns).rows(rows)
    }

    /// The readings that can be corrected, the latest first.
    pub(super) fn reading_choices(&self) -> Vec<(crate::ReadingId, String)> {
        let points = self
            .facts
            .series
            .iter()
            .flat_map(|series| series.points.iter().rev());
        points
            .filter(|point| point.replaced_by.is_none())
            .take(READINGS_SHOWN)
            .map(|point| {
                let (at, value) = (
                    self.page.at(point.reading.at),
                    self.page.count(point.reading.value),
                );
                (point.reading.id, format!("{at} · {value} {}", self.unit()))
            })
            .collect()
    }

    pub(super) fn charts(&self) -> String {
        let Some(series) = &self.facts.series else {
            return String::new();
        };
        let norm = self.facts.class.as_ref().and_then(VehicleClass::norm);
        super::charts::draw(&self.page, series, (self.vehicle.meter, norm))
    }

    pub(super) fn outage_table(&self) -> DataTable {
        let texts = self.texts;
        let columns = [
            Column::text(fl!(texts, "days")),
            Column::text(fl!(texts, "reason")),
        ];
        let rows = self.facts.outages.iter().map(|outage| {
            let (from, until) = (self.page.at(outage.from_at), self.page.at(outage.until_at));
            [
                Cell::text(fl!(texts, "span", from = from, until = until)),
                Cell::text(&outage.reason),
            ]
        });
        DataTable::new(fl!(texts, "outages"), columns).rows(rows)
    }
}
