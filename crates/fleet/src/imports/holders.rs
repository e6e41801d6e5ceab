//! Holders and drivers from the list of the decree.

use authz::{Action, Actor};
use base::{CivilDate, PersonId, Stamp, TenantId};
use db::{Failure, Tx};
use register::{ImportRow, ImportTarget, Repeat, RowError, RowOutcome, RowPreview, RowProblem};
use tabular::{Choice, Field, FieldKind, ImportKind, Record, Wording};
use web::Locale;

use super::{optional, problem_text, refused, text_field, today};
use crate::{
    Assignment, Duty, NewAssignment, PlateMatch, VehicleId, assign_person, list_assignments,
    match_plate,
};

/// Imports holders and drivers; people are found by NIP, or by name and telephone number where they
/// have none, vehicles by the plate of the first day.
#[derive(Debug)]
pub struct HolderTarget {
    kind: ImportKind,
}

impl HolderTarget {
    pub(super) fn new() -> Self {
        let duties = vec![
            Choice::new(Duty::Holder.code(), Wording::new("Pemegang", "Holder"))
                .also(&["Pemakai", "Pengguna"]),
            Choice::new(Duty::Driver.code(), Wording::new("Pengemudi", "Driver"))
                .also(&["Sopir", "Supir", "Operator"]),
        ];
        let date = |key, id, en| Field::new(key, FieldKind::Date, Wording::new(id, en));
        let fields = vec![
            text_field("plate", 20, "Nomor polisi", "Plate")
                .required()
                .called(&["No Polisi", "Nopol", "Plat"])
                .examples("DH 1234 A", "DH 8123 A"),
            text_field("nip", 30, "NIP", "NIP")
                .called(&["NIP Pemegang", "NIP Pengemudi"])
                .examples("198504122010012003", "")
                .help(
                    "Tanpa NIP (misalnya pengemudi kontrak): isi nama dan nomor telepon.",
                    "Without NIP (such as contract drivers): fill in name and telephone number.",
                ),
            text_field("name", 120, "Nama", "Name")
                .called(&["Nama Pemegang", "Nama Pengemudi", "Nama Lengkap"])
                .examples("", "Yohanes Bria"),
            text_field("phone", 30, "Nomor telepon", "Telephone")
                .called(&["No HP", "HP", "Telepon", "No Telepon", "Nomor HP", "WA"])
                .examples("", "0812 3456 7890"),
            Field::new(
                "duty",
                FieldKind::Choice(duties),
                Wording::new("Tugas", "Duty"),
            )
            .called(&["Peran", "Status"])
            .examples("Pemegang", "Pengemudi"),
            date("from_on", "Mulai tanggal", "From").called(&["Sejak", "TMT", "Tanggal SK"]),
            date("until_on", "Sampai tanggal", "Until").called(&["Berakhir"]),
            text_field("decree_number", 100, "Nomor SK", "Decree number").called(&["SK", "No SK"]),
        ];
        let title = Wording::new("Pemegang dan pengemudi", "Holders and drivers");
        Self {
            kind: ImportKind::new("holders", title, fields),
        }
    }
}

fn vehicle(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    record: &Record,
    on: CivilDate,
) -> Result<VehicleId, RowError> {
    let plate = record.text("plate").unwrap_or_default();
    match match_plate(tx, tenant, plate, on)? {
        PlateMatch::One(id) => Ok(id),
        PlateMatch::Several(_) => Err(RowProblem::of("plate", "vehicle_ambiguous").into()),
        PlateMatch::NotOurs | PlateMatch::Unknown => {
            Err(RowProblem::of("plate", "vehicle_unknown").into())
        }
    }
}

fn person(tx: &mut Tx<'_>, tenant: TenantId, record: &Record) -> Result<PersonId, RowError> {
    let written = record.text("nip").unwrap_or_default();
    let nip: String = written.chars().filter(char::is_ascii_digit).collect();
    if !nip.is_empty() {
        return identity::lookup_person_by_nip(tx, tenant, &nip)?
            .map(|person| person.id)
            .ok_or_else(|| RowProblem::of("nip", "person_unknown").into());
    }
    let (Some(name), Some(phone)) = (record.text("name"), record.text("phone")) else {
        return Err(RowProblem::of("nip", "person_unnamed").into());
    };
    // A spreadsheet that takes the number for a number has dropped the zero in front.
    let phone = identity::read_phone(phone)
        .or_else(|| identity::read_phone(&format!("0{phone}")))
        .ok_or_else(|| RowProblem::of("phone", "phone_unreadable"))?;
    let found = identity::find_people_by_name_and_phone(tx, tenant, name, &phone)?;
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(RowProblem::of("name", "person_not_found").into()),
        _ => Err(RowProblem::of("name", "person_ambiguous").into()),
    }
}

/// The duty of a row, or nothing where it is known already.
fn plan(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    record: &Record,
    today: CivilDate,
) -> Result<Option<NewAssignment>, RowError> {
    let from_on = record.date("from_on").unwrap_or(today);
    let new = NewAssignment {
        vehicle: vehicle(tx, tenant, record, from_on)?,
        person: person(tx, tenant, record)?,
        duty: record
            .text("duty")
            .and_then(|code| code.parse().ok())
            .unwrap_or(Duty::Holder),
        from_on,
        until_on: record.date("until_on"),
        decree_number: optional(record, "decree_number"),
    };
    let known = list_assignments(tx, tenant, new.vehicle)?;
    Ok((!known.iter().any(|known| is_known(known, &new))).then_some(new))
}

fn is_known(known: &Assignment, new: &NewAssignment) -> bool {
    known.person == new.person
        && known.duty == new.duty
        && known.from_on <= new.from_on
        && known
            .until_on
            .is_none_or(|until| new.until_on.is_some_and(|new| new <= until))
}

impl ImportTarget for HolderTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::FleetHolderEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            "Siapa memegang dan mengemudikan kendaraan, dari SK. Orangnya dicari dengan NIP, atau dengan nama dan nomor telepon.",
            "Who holds and drives which vehicle, from the decree. People are found by NIP, or by name and telephone number.",
        )
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        _: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let mut previews = Vec::with_capacity(records.len());
        for record in records {
            previews.push(match plan(tx, tenant, record, CivilDate::MAX) {
                Ok(Some(_)) => RowPreview::fine(RowOutcome::Created),
                Ok(None) => RowPreview::fine(RowOutcome::Unchanged),
                Err(RowError::Rejected(problems)) => RowPreview {
                    expected: RowOutcome::Unchanged,
                    problems,
                },
                Err(RowError::Failed(failure)) => return Err(failure),
            });
        }
        Ok(previews)
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let today = today(tx, stamp)?;
        let Some(new) = plan(tx, stamp.tenant, row.record, today)? else {
            return Ok(RowOutcome::Unchanged);
        };
        assign_person(tx, stamp, actor, &new).map_err(refused)?;
        Ok(RowOutcome::Created)
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        problem_text(locale, problem)
    }
}
