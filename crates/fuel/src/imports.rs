//! Quota decrees from spreadsheets: a line is a rule, lines with the same number make a decree.

use authz::{Action, Actor};
use base::{CivilDate, Stamp, TenantId};
use db::{ActionError, Failure, Tx};
use ledger::Unit;
use register::{ImportRow, ImportTarget, Repeat, RowError, RowOutcome, RowPreview, RowProblem};
use tabular::{Choice, Field, FieldKind, ImportKind, Record, Wording};
use web::{Locale, fl};

use crate::pages::decree_form::{find_plate, find_post};
use crate::pages::words::{per_name, unit_name};
use crate::{
    DecreeRefusal, DecreeState, NewDecree, NewDecreeRule, Per, QuotaDecree, QuotaTarget,
    add_decree_rule, adopt_decree, list_rules, lookup_decree_by_number, texts,
};

/// Imports quota decrees, one rule a line.
#[derive(Debug)]
pub struct DecreeTarget {
    kind: ImportKind,
}

impl Default for DecreeTarget {
    fn default() -> Self {
        Self { kind: kind() }
    }
}

fn text(key: &'static str, most: usize, id: &'static str, en: &'static str) -> Field {
    Field::new(
        key,
        FieldKind::Text {
            max_characters: most,
        },
        Wording::new(id, en),
    )
}

fn choice(code: &'static str, name: impl Fn(Locale) -> String) -> Choice {
    Choice::new(code, Wording::new(name(Locale::Id), name(Locale::En)))
}

fn units() -> Vec<Choice> {
    [Unit::Millilitres, Unit::Rupiah]
        .into_iter()
        .map(|unit| {
            let choice = choice(unit.code(), |locale| unit_name(texts(locale), unit));
            match unit {
                Unit::Millilitres => choice.also(&["L", "Ltr", "Liter"]),
                Unit::Rupiah => choice.also(&["Rp", "IDR"]),
            }
        })
        .collect()
}

fn pers() -> Vec<Choice> {
    Per::ALL
        .iter()
        .map(|per| {
            let choice = choice(per.code(), |locale| per_name(texts(locale), *per));
            match per {
                Per::WorkingDay => choice.also(&["hari", "hari kerja", "per hari", "day"]),
                Per::Week => choice.also(&["minggu", "week"]),
                Per::Month => choice.also(&["bulan", "month"]),
                Per::Year => choice.also(&["tahun", "year"]),
                Per::Kilometre => choice.also(&["km", "per km"]),
                Per::Hour => choice.also(&["jam", "per jam", "hour"]),
            }
        })
        .collect()
}

fn decree_fields() -> Vec<Field> {
    vec![
        text("number", 80, "Nomor SK", "Decree number")
            .required()
            .called(&["No SK", "SK"])
            .examples("12/KEP/HK/2026", "12/KEP/HK/2026"),
        text("title", 200, "Tentang", "About")
            .called(&["Judul", "Perihal"])
            .examples("Standar pemakaian BBM", "Standar pemakaian BBM"),
        Field::new(
            "from_on",
            FieldKind::Date,
            Wording::new("Berlaku mulai", "In force from"),
        )
        .required()
        .called(&["Mulai", "Tanggal mulai", "TMT"])
        .examples("2026-01-01", "2026-01-01"),
        Field::new(
            "until_on",
            FieldKind::Date,
            Wording::new("Berlaku sampai", "In force until"),
        )
        .called(&["Sampai", "Tanggal akhir"]),
    ]
}

fn rule_fields() -> Vec<Field> {
    vec![
        text("class", 80, "Jenis kendaraan", "Class of vehicle")
            .called(&["Jenis", "Kelas"])
            .examples("car", "")
            .help(
                "Kode atau nama jenis. Isi salah satu: jenis, nomor polisi, atau jabatan.",
                "Code or name of the class. Give one of class, plate or post.",
            ),
        text("plate", 20, "Nomor polisi", "Plate")
            .called(&["Nopol", "No Polisi", "Plat"])
            .examples("", "DH 8123 A"),
        text("post", 160, "Jabatan", "Post").help(
            "Tulis OPD: jabatan, contoh Dinas PUPR: Kepala Dinas.",
            "Write agency: post.",
        ),
        Field::new(
            "amount",
            FieldKind::Decimal,
            Wording::new("Jumlah", "Amount"),
        )
        .required()
        .called(&["Kuota", "Jatah", "Liter"])
        .examples("7", "150"),
        Field::new(
            "unit",
            FieldKind::Choice(units()),
            Wording::new("Satuan", "Unit of measure"),
        )
        .required()
        .examples("millilitres", "millilitres"),
        Field::new(
            "per",
            FieldKind::Choice(pers()),
            Wording::new("Dihitung", "Counted"),
        )
        .required()
        .called(&["Per", "Periode"])
        .examples("working_day", "month"),
        Field::new(
            "carry_over",
            FieldKind::Bool,
            Wording::new("Sisa terbawa", "Carries over"),
        )
        .called(&["Sisa"]),
    ]
}

fn kind() -> ImportKind {
    let fields = [decree_fields(), rule_fields()].concat();
    ImportKind::new(
        "quota_decrees",
        Wording::new("SK kuota BBM", "Fuel quota decrees"),
        fields,
    )
}

/// A line as this area understands it.
struct Line {
    number: String,
    title: String,
    from: CivilDate,
    until: Option<CivilDate>,
    rule: NewDecreeRule,
}

type Read<T> = Result<Result<T, RowProblem>, Failure>;

fn read_line(tx: &mut Tx<'_>, tenant: TenantId, actor: &Actor, record: &Record) -> Read<Line> {
    let missing = |key| Ok(Err(RowProblem::of(key, "missing")));
    let Some(number) = record.text("number") else {
        return missing("number");
    };
    let Some(from) = record.date("from_on") else {
        return missing("from_on");
    };
    let unit = record
        .text("unit")
        .and_then(|unit| unit.parse::<Unit>().ok());
    let Some(unit) = unit else {
        return missing("unit");
    };
    let per = record.text("per").and_then(|per| per.parse::<Per>().ok());
    let Some(per) = per else {
        return missing("per");
    };
    let Some(amount) = read_amount(record, unit) else {
        return Ok(Err(RowProblem::of("amount", "quota_amount")));
    };
    let target = match read_target(tx, tenant, actor, (record, from))? {
        Ok(target) => target,
        Err(problem) => return Ok(Err(problem)),
    };
    let carry_over = record.bool("carry_over").unwrap_or(false);
    Ok(Ok(Line {
        number: number.trim().to_owned(),
        title: record.text("title").unwrap_or(number).trim().to_owned(),
        from,
        until: record.date("until_on"),
        rule: NewDecreeRule {
            target,
            unit,
            amount,
            per,
            carry_over,
        },
    }))
}

/// Millilitres or whole rupiah, exactly; `None` where the amount is not positive or too fine.
fn read_amount(record: &Record, unit: Unit) -> Option<i64> {
    let typed = record.number("amount")?;
    let scale = match unit {
        Unit::Millilitres => 1_000,
        Unit::Rupiah => 1,
    };
    let scaled = typed.checked_mul(scale.into())?;
    let amount = i64::try_from(scaled).ok()?;
    (amount > 0 && scaled.fract().is_zero()).then_some(amount)
}

fn read_target(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    actor: &Actor,
    (record, on): (&Record, CivilDate),
) -> Read<QuotaTarget> {
    let typed = |key| {
        record
            .text(key)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    if let Some(plate) = typed("plate") {
        let reach = actor.reach(Action::FleetVehicleView);
        let found = find_plate(tx, (tenant, on), &reach, plate)?;
        let unknown = || RowProblem::of("plate", "plate_unknown").with("text", plate);
        return Ok(found.map(QuotaTarget::Vehicle).ok_or_else(unknown));
    }
    if let Some(post) = typed("post") {
        let found = find_post(tx, tenant, post)?;
        let unknown = || RowProblem::of("post", "post_unknown").with("text", post);
        return Ok(found.map(QuotaTarget::Post).ok_or_else(unknown));
    }
    let Some(class) = typed("class") else {
        return Ok(Err(RowProblem::of("class", "quota_target_missing")));
    };
    let wanted = class.to_lowercase();
    let found = fleet::list_classes(tx, tenant)?.into_iter().find(|one| {
        [&one.code, &one.name, &one.name_en]
            .iter()
            .any(|name| name.to_lowercase() == wanted)
    });
    let unknown = || RowProblem::of("class", "class_unknown").with("text", class);
    Ok(found
        .map(|class| QuotaTarget::Class(class.code))
        .ok_or_else(unknown))
}

/// What a line would do to the decree of its number.
enum Step {
    Adopt,
    Add(QuotaDecree),
    Nothing,
    Refuse(RowProblem),
}

fn plan(tx: &mut Tx<'_>, tenant: TenantId, line: &Line) -> Result<Step, Failure> {
    let Some(decree) = lookup_decree_by_number(tx, tenant, &line.number)? else {
        return Ok(Step::Adopt);
    };
    if decree.state != DecreeState::InForce {
        return Ok(Step::Refuse(RowProblem::of("number", "decree_revoked")));
    }
    if decree.valid_from != line.from || decree.valid_until != line.until {
        return Ok(Step::Refuse(RowProblem::of(
            "from_on",
            "decree_dates_differ",
        )));
    }
    let rules = list_rules(tx, tenant, decree.id)?;
    let Some(known) = rules.iter().find(|rule| rule.target == line.rule.target) else {
        return Ok(Step::Add(decree));
    };
    let same = known.unit == line.rule.unit
        && known.amount == line.rule.amount
        && known.per == line.rule.per
        && known.carry_over == line.rule.carry_over;
    // A decree is never changed: another amount needs another decree.
    Ok(if same {
        Step::Nothing
    } else {
        Step::Refuse(RowProblem::of("amount", "rule_differs"))
    })
}

impl ImportTarget for DecreeTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::FuelQuotaEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            "Kuota BBM menurut SK: satu baris untuk tiap jenis kendaraan, kendaraan, atau jabatan.",
            "Fuel quotas by decree: one line for each class, vehicle or post.",
        )
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        actor: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let mut previews = Vec::with_capacity(records.len());
        for record in records {
            previews.push(match read_line(tx, tenant, actor, record)? {
                Err(problem) => RowPreview::refused(problem),
                Ok(line) => match plan(tx, tenant, &line)? {
                    Step::Adopt | Step::Add(_) => RowPreview::fine(RowOutcome::Created),
                    Step::Nothing => RowPreview::fine(RowOutcome::Unchanged),
                    Step::Refuse(problem) => RowPreview::refused(problem),
                },
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
        let line = read_line(tx, stamp.tenant, actor, row.record)??;
        match plan(tx, stamp.tenant, &line)? {
            Step::Nothing => return Ok(RowOutcome::Unchanged),
            Step::Refuse(problem) => return Err(problem.into()),
            Step::Add(decree) => {
                add_decree_rule(tx, stamp, actor, (decree.id, &line.rule)).map_err(refused)?;
            }
            Step::Adopt => {
                let decree = NewDecree {
                    number: line.number,
                    title: line.title,
                    valid_from: line.from,
                    valid_until: line.until,
                    rules: vec![line.rule],
                };
                adopt_decree(tx, stamp, actor, &decree).map_err(refused)?;
            }
        }
        Ok(RowOutcome::Created)
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        let (texts, text) = (texts(locale), problem.argument("text"));
        Some(match problem.code.as_str() {
            "plate_unknown" => fl!(texts, "plate-unknown", plate = text),
            "post_unknown" => fl!(texts, "post-unknown", post = text),
            "class_unknown" => fl!(texts, "row-class-unknown", class = text),
            "quota_target_missing" => fl!(texts, "row-target-missing"),
            "quota_amount" => fl!(texts, "row-amount"),
            "decree_revoked" => fl!(texts, "row-decree-revoked"),
            "decree_dates_differ" => fl!(texts, "row-dates-differ"),
            "rule_differs" => fl!(texts, "row-rule-differs"),
            "ends_before_begin" => fl!(texts, "decree-ends-before-begin"),
            _ => return None,
        })
    }
}

fn refused(error: ActionError<DecreeRefusal>) -> RowError {
    match error {
        ActionError::Refused(DecreeRefusal::NotAllowed) => RowProblem::row("denied").into(),
        ActionError::Refused(refusal) => RowProblem::row(&refusal.to_string()).into(),
        ActionError::Failed(failure) => failure.into(),
        ActionError::KeyReused => Failure::bug("an inner command has no key").into(),
    }
}
