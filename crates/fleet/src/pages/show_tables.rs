//! Tables and choices on the page of a vehicle.

use web::{Cell, Column, DataTable, StatusTone, fl};

use super::show::VehiclePage;
use super::words::{colour_text, duty_text, letter_text, likeness_text, state_tag, state_text};
use crate::{Duty, Letter, LetterKind, PlateColour, Vehicle, VehicleId, VehicleState};

impl VehiclePage {
    pub(super) fn status_table(&self) -> DataTable {
        let texts = self.texts;
        let columns = [
            Column::text(fl!(texts, "state")),
            Column::text(fl!(texts, "days")),
            Column::text(fl!(texts, "reason")),
        ];
        let rows = self.facts.statuses.iter().take(20).map(|status| {
            [
                Cell::tag(state_tag(texts, status.state)),
                Cell::text(self.span(status.from_on, status.until_on)),
                Cell::text(&status.reason).below(status.reference.as_deref().unwrap_or_default()),
            ]
        });
        DataTable::new(fl!(texts, "status-history"), columns).rows(rows)
    }

    pub(super) fn twin_table(&self) -> DataTable {
        let texts = self.texts;
        let columns = [
            Column::text(fl!(texts, "vehicle")),
            Column::text(fl!(texts, "twin-why")),
        ];
        let rows = self.facts.twins.iter().map(|(other, likeness)| {
            let link = Cell::link(other.name(), format!("/kendaraan/{}", other.id));
            [
                link.below(&other.label),
                Cell::text(likeness_text(texts, *likeness)),
            ]
        });
        DataTable::new(fl!(texts, "twins"), columns).rows(rows)
    }

    pub(super) fn twin_choices(&self) -> Vec<(VehicleId, String)> {
        let name = |other: &Vehicle| format!("{} · {}", other.name(), other.label);
        self.facts
            .twins
            .iter()
            .map(|(other, _)| (other.id, name(other)))
            .collect()
    }

    pub(super) fn plate_table(&self) -> DataTable {
        let texts = self.texts;
        let columns = [
            Column::text(fl!(texts, "plate")),
            Column::text(fl!(texts, "days")),
            Column::text(fl!(texts, "plate-colour")),
            Column::text(fl!(texts, "reason")),
        ];
        let rows = self.facts.plates.iter().map(|span| {
            [
                Cell::text(&span.plate),
                Cell::text(self.span(span.from_on, span.until_on)),
                Cell::text(colour_text(texts, span.colour)),
                Cell::text(span.reason.as_deref().unwrap_or("–")),
            ]
        });
        DataTable::new(fl!(texts, "tab-plates"), columns).rows(rows)
    }

    pub(super) fn people_table(&self) -> DataTable {
        let texts = self.texts;
        let columns = [
            Column::text(fl!(texts, "person")),
            Column::text(fl!(texts, "duty")),
            Column::text(fl!(texts, "days")),
            Column::text(fl!(texts, "decree")),
        ];
        let rows = self.facts.people.iter().map(|(assignment, name)| {
            [
                Cell::text(name),
                Cell::text(duty_text(texts, assignment.duty)),
                Cell::text(self.span(assignment.from_on, assignment.until_on)),
                Cell::text(assignment.decree_number.as_deref().unwrap_or("–")),
            ]
        });
        DataTable::new(fl!(texts, "tab-people"), columns).rows(rows)
    }

    /// The people whose duty can be ended, with the version shown.
    pub(super) fn people_choices(&self) -> Vec<(String, String)> {
        self.current_people()
            .map(|(assignment, name)| {
                let key = format!("{}:{}", assignment.id, assignment.revision);
                (
                    key,
                    format!("{name} · {}", duty_text(self.texts, assignment.duty)),
                )
            })
            .collect()
    }

    pub(super) fn letter_table(&self) -> DataTable {
        let texts = self.texts;
        let columns = [
            Column::text(fl!(texts, "letter-number")),
            Column::text(fl!(texts, "product")),
            Column::text(fl!(texts, "days")),
            Column::number(fl!(texts, "volume-max")),
            Column::text(fl!(texts, "state")),
        ];
        let rows = self.facts.letters.iter().map(|letter| {
            let number = Cell::text(&letter.number).below(format!(
                "{} · {}",
                letter_text(texts, letter.kind),
                letter.issuer
            ));
            let volume = letter
                .volume_max
                .map_or_else(|| "–".to_owned(), |v| v.to_string());
            [
                number,
                Cell::text(self.product(&letter.product)),
                Cell::text(self.span(letter.from_on, Some(letter.until_on))),
                Cell::text(volume),
                Cell::tag(self.letter_tag(letter)),
            ]
        });
        DataTable::new(fl!(texts, "tab-letters"), columns).rows(rows)
    }

    pub(super) fn letter_tag(&self, letter: &Letter) -> web::Tag {
        let texts = self.texts;
        if letter.withdrawn_at.is_some() {
            web::Tag::new(fl!(texts, "letter-withdrawn"), StatusTone::Bad)
        } else if letter.until_on < self.today {
            web::Tag::new(fl!(texts, "letter-over"), StatusTone::Quiet)
        } else if self.today < letter.from_on {
            web::Tag::new(fl!(texts, "letter-later"), StatusTone::Going)
        } else {
            web::Tag::new(fl!(texts, "letter-holds"), StatusTone::Good)
        }
    }

    pub(super) fn letter_choices(&self) -> Vec<(base::Uuid, String)> {
        let open = self
            .facts
            .letters
            .iter()
            .filter(|letter| letter.withdrawn_at.is_none());
        open.map(|letter| (letter.id, letter.number.clone()))
            .collect()
    }

    pub(super) fn states(&self) -> Vec<(&'static str, String)> {
        VehicleState::ALL
            .iter()
            .map(|s| (s.code(), state_text(self.texts, *s)))
            .collect()
    }

    pub(super) fn colours(&self) -> Vec<(&'static str, String)> {
        PlateColour::ALL
            .iter()
            .map(|c| (c.code(), colour_text(self.texts, *c)))
            .collect()
    }

    /// The duty chosen, or the one a first voucher needs.
    pub(super) fn duty_chosen(&self) -> &str {
        if self.form.tugas.is_empty() {
            Duty::Driver.code()
        } else {
            &self.form.tugas
        }
    }

    /// The first day typed, or today.
    pub(super) fn typed_from(&self) -> String {
        if self.form.mulai.is_empty() {
            self.today.to_string()
        } else {
            self.form.mulai.clone()
        }
    }

    pub(super) fn duties(&self) -> Vec<(&'static str, String)> {
        Duty::ALL
            .iter()
            .map(|duty| (duty.code(), duty_text(self.texts, *duty)))
            .collect()
    }

    pub(super) fn letter_kinds(&self) -> Vec<(&'static str, String)> {
        LetterKind::ALL
            .iter()
            .map(|kind| (kind.code(), letter_text(self.texts, *kind)))
            .collect()
    }
}
