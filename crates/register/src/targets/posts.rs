//! Units, posts and their holders from one list: a line is a post with who holds it.

use authz::{Action, Actor};
use base::{AgencyId, CivilDate, PostId, Stamp, TenantId, UnitId};
use db::{ActionError, Failure, Tx};
use identity::lookup_person_by_nip;
use tabular::{Choice, Field, FieldKind, ImportKind, Record, Wording};
use web::{Locale, fl};

use super::{denied, optional, required};
use crate::{
    Capacity, HolderClash, HolderInput, HolderRefusal, ImportRow, ImportTarget, PostInput,
    PostKind, PostRefusal, Repeat, RowError, RowOutcome, RowPreview, RowProblem, UnitInput,
    UnitRefusal, WorkPattern, appoint_holder, create_post, create_unit, list_holders,
    lookup_agency_by_code, lookup_post_by_name, lookup_unit_by_name, texts, update_post,
};

/// Imports units, posts and holders; what is missing on the way is added.
#[derive(Debug)]
pub struct PostTarget {
    kind: ImportKind,
}

impl Default for PostTarget {
    fn default() -> Self {
        Self { kind: kind() }
    }
}

fn text(key: &'static str, length: usize, id: &'static str, en: &'static str) -> Field {
    Field::new(
        key,
        FieldKind::Text {
            max_characters: length,
        },
        Wording::new(id, en),
    )
}

fn post_kinds() -> Vec<Choice> {
    PostKind::ALL
        .iter()
        .map(|kind| {
            let name = |locale| crate::words::post_kind(texts(locale), *kind);
            let choice = Choice::new(
                kind.code(),
                Wording::new(name(Locale::Id), name(Locale::En)),
            );
            match kind {
                PostKind::AgencyHead => choice.also(&["Kepala Dinas", "Kepala Badan", "PA"]),
                PostKind::UnitHead => choice.also(&["Kepala Bidang", "Camat", "Lurah"]),
                PostKind::ActivityOfficer => choice.also(&["PPTK"]),
                PostKind::FinanceOfficer => choice.also(&["PPK", "PPK SKPD"]),
                PostKind::Treasurer => choice.also(&["Bendahara"]),
                PostKind::DelegatedBudgetUser => choice.also(&["KPA"]),
                _ => choice,
            }
        })
        .collect()
}

#[expect(
    clippy::too_many_lines,
    reason = "the fields of one form or table read best in one list"
)]
fn kind() -> ImportKind {
    let capacities = vec![
        Choice::new(
            Capacity::Definitive.code(),
            Wording::new("Definitif", "Definitive"),
        ),
        Choice::new(Capacity::Acting.code(), Wording::new("Plt", "Acting (Plt)")),
        Choice::new(
            Capacity::Daily.code(),
            Wording::new("Plh", "Daily deputy (Plh)"),
        ),
    ];
    let fields = vec![
        text("agency_code", 40, "Kode OPD", "Agency code")
            .required()
            .called(&["Kode SKPD", "Kode"])
            .examples("1.03.0.00.0.00.01", "1.03.0.00.0.00.01"),
        text("unit_name", 120, "Unit kerja", "Unit")
            .called(&["Unit", "Nama Unit", "UPTD", "Bidang"])
            .examples("", "Bidang Bina Marga")
            .help(
                "Kosong bila jabatan langsung di bawah OPD.",
                "Empty where the post stands directly under the agency.",
            ),
        text("post_name", 150, "Jabatan", "Post")
            .required()
            .called(&["Nama Jabatan"])
            .examples("Kepala Dinas PUPR", "Kepala Bidang Bina Marga"),
        Field::new(
            "post_kind",
            FieldKind::Choice(post_kinds()),
            Wording::new("Jenis jabatan", "Kind of post"),
        )
        .examples(PostKind::AgencyHead.code(), PostKind::UnitHead.code()),
        text("holder_nip", 30, "NIP pejabat", "NIP of holder")
            .called(&["NIP", "NIP Pemangku"])
            .examples("197001011995031001", "")
            .help(
                "Orangnya harus sudah terdaftar.",
                "The person must be registered.",
            ),
        Field::new(
            "capacity",
            FieldKind::Choice(capacities),
            Wording::new("Status pejabat", "Capacity"),
        )
        .called(&["Status"])
        .examples(Capacity::Definitive.code(), ""),
        Field::new(
            "from_on",
            FieldKind::Date,
            Wording::new("Mulai menjabat", "From"),
        )
        .called(&["TMT", "Tanggal Mulai"])
        .examples("2022-01-03", ""),
        Field::new(
            "until_on",
            FieldKind::Date,
            Wording::new("Sampai dengan", "Until"),
        )
        .called(&["Tanggal Selesai", "Sampai"]),
        text("decree_number", 80, "Nomor SK", "Decree number")
            .called(&["No SK", "SK"])
            .examples("821.2/15/BKPPD/2022", ""),
        Field::new(
            "decree_on",
            FieldKind::Date,
            Wording::new("Tanggal SK", "Decree date"),
        )
        .examples("2021-12-30", ""),
    ];
    let title = Wording::new("Unit, jabatan, dan pejabat", "Units, posts and holders");
    ImportKind::new("posts", title, fields)
}

impl ImportTarget for PostTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::RegisterPostEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            "Jabatan tiap OPD dengan pejabatnya, juga Plt dan Plh. Unit yang belum ada ditambahkan.",
            "Posts of each agency with their holders and deputies. Missing units are added.",
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
        records
            .iter()
            .map(|record| preview_row(tx, tenant, record))
            .collect()
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let record = row.record;
        let code = required(record, "agency_code")?;
        let agency = lookup_agency_by_code(tx, stamp.tenant, &code)?
            .ok_or_else(|| RowProblem::of("agency_code", "agency_unknown").with("text", &code))?;
        let (unit, added_unit) = apply_unit(tx, stamp, actor, (agency.id, record))?;
        let (post, post_outcome) = apply_post(tx, stamp, actor, (agency.id, unit, record))?;
        let added_holder = apply_holder(tx, stamp, actor, (post, record))?;
        Ok(match post_outcome {
            RowOutcome::Unchanged if added_unit || added_holder => RowOutcome::Updated,
            outcome => outcome,
        })
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        let words = texts(locale);
        let text = problem.argument("text");
        Some(match problem.code.as_str() {
            "agency_unknown" => fl!(words, "row-agency-unknown", code = text),
            "person_unknown" => fl!(words, "row-person-unknown", nip = text),
            "holder_from_missing" => fl!(words, "row-holder-from-missing"),
            "holder_overlaps" => fl!(
                words,
                "row-holder-overlaps",
                from = problem.argument("from")
            ),
            "holder_ends_before_start" => fl!(words, "holder-ends-before-start"),
            "holder_decree_missing" => fl!(words, "holder-decree-missing"),
            _ => return None,
        })
    }
}

fn preview_row(tx: &mut Tx<'_>, tenant: TenantId, record: &Record) -> Result<RowPreview, Failure> {
    let code = record.text("agency_code").unwrap_or_default();
    let Some(agency) = lookup_agency_by_code(tx, tenant, code)? else {
        let problem = RowProblem::of("agency_code", "agency_unknown").with("text", code);
        return Ok(RowPreview::refused(problem));
    };
    let name = record.text("post_name").unwrap_or_default();
    let post = lookup_post_by_name(tx, tenant, agency.id, name)?;
    let expected = if post.is_some() {
        RowOutcome::Updated
    } else {
        RowOutcome::Created
    };
    let Some(nip) = record.text("holder_nip") else {
        return Ok(RowPreview::fine(expected));
    };
    if lookup_person_by_nip(tx, tenant, nip)?.is_none() {
        let problem = RowProblem::of("holder_nip", "person_unknown").with("text", nip);
        return Ok(RowPreview::refused(problem));
    }
    if record.date("from_on").is_none() {
        return Ok(RowPreview::refused(RowProblem::of(
            "from_on",
            "holder_from_missing",
        )));
    }
    Ok(RowPreview::fine(expected))
}

/// Records the holder of a line; `false` where none is named or he is known already.
fn apply_holder(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (post, record): (PostId, &Record),
) -> Result<bool, RowError> {
    let Some(nip) = record.text("holder_nip") else {
        return Ok(false);
    };
    let person = lookup_person_by_nip(tx, stamp.tenant, nip)?
        .ok_or_else(|| RowProblem::of("holder_nip", "person_unknown").with("text", nip))?
        .id;
    let from_on: CivilDate = record
        .date("from_on")
        .ok_or_else(|| RowProblem::of("from_on", "holder_from_missing"))?;
    let capacity = record.text("capacity").and_then(|code| code.parse().ok());
    let capacity = capacity.unwrap_or(Capacity::Definitive);
    let known = list_holders(tx, stamp.tenant, post)?;
    let is_known = known.iter().any(|holder| {
        (holder.person, holder.capacity, holder.from_on) == (person, capacity, from_on)
    });
    if is_known {
        return Ok(false);
    }
    let input = HolderInput {
        post,
        person,
        capacity,
        from_on,
        until_on: record.date("until_on"),
        decree_number: optional(record, "decree_number"),
        decree_on: record.date("decree_on"),
    };
    appoint_holder(tx, stamp, actor, &input).map_err(holder_refused)?;
    Ok(true)
}

fn apply_unit(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (agency, record): (AgencyId, &Record),
) -> Result<(Option<UnitId>, bool), RowError> {
    let Some(name) = record.text("unit_name") else {
        return Ok((None, false));
    };
    if let Some(unit) = lookup_unit_by_name(tx, stamp.tenant, agency, name)? {
        return Ok((Some(unit.id), false));
    }
    let input = UnitInput {
        agency,
        name: name.to_owned(),
        work_pattern: WorkPattern::FiveDay,
        place_code: None,
        is_active: true,
    };
    let id = create_unit(tx, stamp, actor, &input).map_err(|error| match error {
        ActionError::Refused(UnitRefusal::Denied(reason)) => denied(reason),
        ActionError::Refused(_) => RowProblem::of("unit_name", "changed_meanwhile").into(),
        ActionError::KeyReused => RowError::Failed(Failure::bug("an import used a key")),
        ActionError::Failed(failure) => failure.into(),
    })?;
    Ok((Some(id), true))
}

fn apply_post(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    (agency, unit, record): (AgencyId, Option<UnitId>, &Record),
) -> Result<(PostId, RowOutcome), RowError> {
    let name = required(record, "post_name")?;
    let known = lookup_post_by_name(tx, stamp.tenant, agency, &name)?;
    let kind = record.text("post_kind").and_then(|code| code.parse().ok());
    let input = PostInput {
        agency,
        unit: unit.or(known.as_ref().and_then(|post| post.unit)),
        name,
        kind: kind
            .or(known.as_ref().map(|post| post.kind))
            .unwrap_or(PostKind::Other),
        is_active: true,
    };
    match known {
        None => {
            let id = create_post(tx, stamp, actor, &input).map_err(post_refused)?;
            Ok((id, RowOutcome::Created))
        }
        Some(post) if (post.unit, post.kind, post.is_active) == (input.unit, input.kind, true) => {
            Ok((post.id, RowOutcome::Unchanged))
        }
        Some(post) => {
            update_post(tx, stamp, actor, &post, &input).map_err(post_refused)?;
            Ok((post.id, RowOutcome::Updated))
        }
    }
}

fn post_refused(error: ActionError<PostRefusal>) -> RowError {
    match error {
        ActionError::Refused(PostRefusal::Denied(reason)) => denied(reason),
        ActionError::Refused(_) => RowProblem::of("post_name", "changed_meanwhile").into(),
        ActionError::KeyReused => Failure::bug("an import used a key").into(),
        ActionError::Failed(failure) => failure.into(),
    }
}

fn holder_refused(error: ActionError<HolderRefusal>) -> RowError {
    let clash = match error {
        ActionError::Refused(HolderRefusal::Denied(reason)) => return denied(reason),
        ActionError::Refused(HolderRefusal::Clash(clash)) => clash,
        ActionError::Refused(_) => {
            return RowProblem::of("post_name", "changed_meanwhile").into();
        }
        ActionError::KeyReused => return Failure::bug("an import used a key").into(),
        ActionError::Failed(failure) => return failure.into(),
    };
    match clash {
        HolderClash::EndsBeforeStart => RowProblem::of("until_on", "holder_ends_before_start"),
        HolderClash::DecreeMissing => RowProblem::of("decree_number", "holder_decree_missing"),
        HolderClash::Overlaps { from_on, .. } => {
            RowProblem::of("from_on", "holder_overlaps").with("from", from_on)
        }
    }
    .into()
}
