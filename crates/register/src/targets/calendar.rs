//! Holidays, joint leave and extra working days of a year.

use std::collections::BTreeMap;

use authz::{Action, Actor};
use base::{CivilDate, Stamp, TenantId};
use db::{ActionError, Failure, Tx};
use tabular::{Choice, Field, FieldKind, ImportKind, Record, Wording};

use super::{denied, optional, required};
use crate::{
    CalendarDay, CalendarDayInput, CalendarRefusal, DayKind, ImportRow, ImportTarget, Repeat,
    RowError, RowOutcome, RowPreview, RowProblem, list_calendar, lookup_day, set_calendar_day,
};

/// Imports days of the official calendar.
#[derive(Debug)]
pub struct CalendarTarget {
    kind: ImportKind,
}

impl Default for CalendarTarget {
    fn default() -> Self {
        let kinds = vec![
            Choice::new(DayKind::Holiday.code(), Wording::new("Libur", "Holiday")).also(&[
                "Libur Nasional",
                "Hari Libur",
                "Hari Libur Nasional",
                "Libur Daerah",
            ]),
            Choice::new(
                DayKind::JointLeave.code(),
                Wording::new("Cuti bersama", "Joint leave"),
            )
            .also(&["Cuti"]),
            Choice::new(
                DayKind::ExtraWorkingDay.code(),
                Wording::new("Hari kerja tambahan", "Extra working day"),
            )
            .also(&["Hari Kerja", "Masuk"]),
            Choice::new(
                DayKind::Ordinary.code(),
                Wording::new("Hari biasa", "Ordinary day"),
            ),
        ];
        let fields = vec![
            Field::new("on", FieldKind::Date, Wording::new("Tanggal", "Date"))
                .required()
                .examples("2026-08-17", "2026-12-24"),
            Field::new(
                "kind",
                FieldKind::Choice(kinds),
                Wording::new("Jenis", "Kind"),
            )
            .required()
            .called(&["Status", "Jenis Hari"])
            .examples(DayKind::Holiday.code(), DayKind::JointLeave.code()),
            Field::new(
                "name",
                FieldKind::Text {
                    max_characters: 120,
                },
                Wording::new("Nama hari", "Name of day"),
            )
            .required()
            .called(&["Keterangan", "Hari Libur", "Nama"])
            .examples("Hari Kemerdekaan RI", "Cuti bersama Natal"),
            Field::new(
                "source",
                FieldKind::Text {
                    max_characters: 200,
                },
                Wording::new("Dasar", "Source"),
            )
            .called(&["SKB", "Dasar Hukum"])
            .examples("SKB 3 Menteri", "SKB 3 Menteri"),
        ];
        let title = Wording::new("Kalender resmi", "Official calendar");
        Self {
            kind: ImportKind::new("calendar", title, fields),
        }
    }
}

fn input(record: &Record) -> Result<CalendarDayInput, RowError> {
    let on = record
        .date("on")
        .ok_or_else(|| RowProblem::of("on", "missing"))?;
    let kind = required(record, "kind")?;
    Ok(CalendarDayInput {
        on,
        kind: kind
            .parse()
            .map_err(|_| RowProblem::of("kind", "unknown_choice"))?,
        name: required(record, "name")?,
        source: optional(record, "source"),
    })
}

fn same(day: &CalendarDay, input: &CalendarDayInput) -> bool {
    (day.kind, &day.name, &day.source) == (input.kind, &input.name, &input.source)
}

impl ImportTarget for CalendarTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::RegisterCalendarEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            "Hari libur, cuti bersama, dan hari kerja tambahan. Kuota per hari kerja dihitung dari sini.",
            "Holidays, joint leave and extra working days. Quotas per working day are counted from it.",
        )
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn row_key(&self, record: &Record) -> Option<String> {
        record.date("on").map(|on| on.to_string())
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        _: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let dates: Vec<CivilDate> = records.iter().filter_map(|row| row.date("on")).collect();
        let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) else {
            return Ok(records
                .iter()
                .map(|_| RowPreview::fine(RowOutcome::Created))
                .collect());
        };
        let known: BTreeMap<CivilDate, CalendarDay> = list_calendar(tx, tenant, *first, *last)?
            .into_iter()
            .map(|day| (day.on, day))
            .collect();
        let preview = |record: &Record| {
            let expected = match (
                input(record),
                record.date("on").and_then(|on| known.get(&on)),
            ) {
                (_, None) => RowOutcome::Created,
                (Ok(input), Some(day)) if same(day, &input) => RowOutcome::Unchanged,
                _ => RowOutcome::Updated,
            };
            RowPreview::fine(expected)
        };
        Ok(records.iter().map(preview).collect())
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let input = input(row.record)?;
        let known = lookup_day(tx, stamp.tenant, input.on)?;
        if known.as_ref().is_some_and(|day| same(day, &input)) {
            return Ok(RowOutcome::Unchanged);
        }
        set_calendar_day(tx, stamp, actor, &input, None).map_err(|error| match error {
            ActionError::Refused(CalendarRefusal::Denied(reason)) => denied(reason),
            ActionError::Refused(_) => RowProblem::of("on", "changed_meanwhile").into(),
            ActionError::KeyReused => RowError::Failed(Failure::bug("an import used a key")),
            ActionError::Failed(failure) => failure.into(),
        })?;
        Ok(if known.is_some() {
            RowOutcome::Updated
        } else {
            RowOutcome::Created
        })
    }
}
