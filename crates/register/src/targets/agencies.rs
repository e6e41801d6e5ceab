//! Agencies from a list with codes, names and letterheads.

use authz::{Action, Actor};
use base::{Stamp, TenantId};
use db::{ActionError, Failure, Tx};
use tabular::{Field, FieldKind, ImportKind, Record, Wording};

use super::{denied, optional, required};
use crate::{
    AgencyInput, AgencyRefusal, ImportRow, ImportTarget, Repeat, RowError, RowOutcome, RowPreview,
    RowProblem, create_agency, lookup_agency_by_code, update_agency,
};

/// Imports agencies; a known code is brought up to date.
#[derive(Debug)]
pub struct AgencyTarget {
    kind: ImportKind,
}

impl Default for AgencyTarget {
    fn default() -> Self {
        let text = |key: &'static str, length, id: &'static str, en: &'static str| {
            Field::new(
                key,
                FieldKind::Text {
                    max_characters: length,
                },
                Wording::new(id, en),
            )
        };
        let fields = vec![
            text("code", 40, "Kode OPD", "Agency code")
                .required()
                .called(&["Kode", "Kode SKPD", "Kode Unit", "Kode Perangkat Daerah"])
                .examples("1.03.0.00.0.00.01", "2.15.0.00.0.00.02")
                .help(
                    "Kode resmi dari BPKAD.",
                    "The official code of the treasury.",
                ),
            text("name", 200, "Nama OPD", "Agency name")
                .required()
                .called(&[
                    "Nama",
                    "Nama SKPD",
                    "OPD",
                    "SKPD",
                    "Perangkat Daerah",
                    "Nama Perangkat Daerah",
                ])
                .examples(
                    "Dinas Pekerjaan Umum dan Penataan Ruang",
                    "Dinas Perhubungan",
                ),
            text("short_name", 60, "Nama singkat", "Short name")
                .called(&["Singkatan", "Akronim"])
                .examples("Dinas PUPR", "Dishub")
                .help("Dipakai di daftar.", "Used in lists."),
            text("address", 300, "Alamat", "Address")
                .called(&["Alamat Kantor"])
                .examples(
                    "Jl. S. K. Lerik No. 1, Kupang",
                    "Jl. R. A. Kartini No. 7, Kupang",
                ),
            text("contact", 200, "Kontak kop surat", "Letterhead contact")
                .called(&["Telepon", "Kontak"])
                .examples("Telp. (0380) 825101", ""),
            text("head_title", 100, "Jabatan kepala", "Title of head")
                .called(&["Jabatan", "Jabatan Pimpinan"])
                .examples("Kepala Dinas", "Kepala Dinas"),
            text("head_name", 120, "Nama kepala", "Name of head")
                .called(&["Nama Pimpinan", "Kepala", "Nama Kepala OPD"])
                .examples("Yohanes Contoh, S.T., M.T.", "Maria Contoh, S.Sos."),
            text("head_nip", 30, "NIP kepala", "NIP of head")
                .called(&["NIP", "NIP Pimpinan"])
                .examples("197001011995031001", "197505052000122002"),
        ];
        let title = Wording::new("Organisasi perangkat daerah (OPD)", "Agencies");
        Self {
            kind: ImportKind::new("agencies", title, fields),
        }
    }
}

fn input(record: &Record) -> Result<AgencyInput, RowError> {
    let name = required(record, "name")?;
    Ok(AgencyInput {
        code: required(record, "code")?,
        short_name: optional(record, "short_name").unwrap_or_else(|| name.clone()),
        name,
        address: optional(record, "address"),
        contact: optional(record, "contact"),
        head_title: optional(record, "head_title"),
        head_name: optional(record, "head_name"),
        head_nip: optional(record, "head_nip"),
        is_active: true,
    })
}

/// What the row says over what is known: an empty cell takes nothing away.
fn merged(known: AgencyInput, record: &Record) -> Result<AgencyInput, RowError> {
    let row = input(record)?;
    let short_name = optional(record, "short_name").unwrap_or(known.short_name);
    Ok(AgencyInput {
        short_name,
        address: row.address.or(known.address),
        contact: row.contact.or(known.contact),
        head_title: row.head_title.or(known.head_title),
        head_name: row.head_name.or(known.head_name),
        head_nip: row.head_nip.or(known.head_nip),
        ..row
    })
}

impl ImportTarget for AgencyTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::RegisterAgencyEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            "Daftar OPD dengan kop suratnya. Kode yang sudah ada diperbarui.",
            "The list of agencies with their letterheads. Known codes are updated.",
        )
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn row_key(&self, record: &Record) -> Option<String> {
        optional(record, "code")
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        _: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let known = crate::list_agencies(tx, tenant)?;
        let preview = |record: &Record| {
            let code = record.text("code").unwrap_or_default();
            let Some(agency) = known.iter().find(|agency| agency.code == code) else {
                return RowPreview::fine(RowOutcome::Created);
            };
            let before = AgencyInput::of(agency);
            match merged(before.clone(), record) {
                Ok(after) if after == before => RowPreview::fine(RowOutcome::Unchanged),
                _ => RowPreview::fine(RowOutcome::Updated),
            }
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
        let code = required(row.record, "code")?;
        let salt = &row.privacy_salt;
        match lookup_agency_by_code(tx, stamp.tenant, &code)? {
            None => {
                create_agency(tx, stamp, actor, (&input(row.record)?, salt)).map_err(refused)?;
                Ok(RowOutcome::Created)
            }
            Some(agency) => {
                let before = AgencyInput::of(&agency);
                let after = merged(before.clone(), row.record)?;
                if after == before {
                    return Ok(RowOutcome::Unchanged);
                }
                update_agency(tx, stamp, actor, &agency, (&after, salt)).map_err(refused)?;
                Ok(RowOutcome::Updated)
            }
        }
    }
}

fn refused(error: ActionError<AgencyRefusal>) -> RowError {
    match error {
        ActionError::Refused(AgencyRefusal::Denied(reason)) => denied(reason),
        ActionError::Refused(_) => RowProblem::of("code", "changed_meanwhile").into(),
        ActionError::KeyReused => Failure::bug("an import used a key").into(),
        ActionError::Failed(failure) => failure.into(),
    }
}
