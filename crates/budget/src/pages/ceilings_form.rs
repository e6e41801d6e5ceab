use std::collections::BTreeMap;

use askama::Template;
use authz::Action;
use base::{MonthOfYear, Rupiah, format_grouped};
use db::{ActionError, Command};
use ledger::Account;
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, Texts, WebError, fl,
    redirect, render, render_refused,
};

use super::found::{Found, find_line};
use super::line::sample_account;
use super::list::sample_line;
use super::words::{document_text, signed};
use crate::{
    Balance, BudgetLine, BudgetLineId, Ceilings, CeilingsRefusal, CeilingsSet, Document,
    DocumentKind, MONTH_MAX, SetCeilings, list_months, texts,
};

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CeilingsForm {
    cara: String,
    setahun: String,
    jenis: String,
    nomor: String,
    tanggal: String,
    alasan: String,
    revisi: String,
    langkah: String,
    /// `bulan-1` to `bulan-12`.
    #[serde(flatten)]
    months: BTreeMap<String, String>,
}

/// The name of a month's field.
fn field(month: MonthOfYear) -> String {
    format!("bulan-{}", month.month())
}

/// An amount as it is typed: `1.234.567`.
fn typed(amount: Rupiah) -> String {
    format_grouped(amount.get().unsigned_abs())
}

impl CeilingsForm {
    fn of(line: &BudgetLine, months: &[(MonthOfYear, Account)]) -> Self {
        let mut form = Self {
            cara: "bulan".to_owned(),
            revisi: line.revision.to_string(),
            ..Self::default()
        };
        let amount = |account: &Account| Rupiah::new(account.allocated);
        form.fill(
            months
                .iter()
                .map(|(month, account)| (*month, amount(account))),
        );
        form
    }

    fn fill(&mut self, months: impl IntoIterator<Item = (MonthOfYear, Rupiah)>) {
        for (month, amount) in months {
            self.months.insert(field(month), typed(amount));
        }
    }

    fn month(&self, month: MonthOfYear) -> &str {
        self.months.get(&field(month)).map_or("", String::as_str)
    }

    fn is_annual(&self) -> bool {
        self.cara == "setahun"
    }

    /// The twelve ceilings, typed or spread.
    fn ceilings(&self, page: &PageFrame, year: i16, errors: &mut FieldErrors) -> Option<Ceilings> {
        let texts = texts(page.locale);
        if self.is_annual() {
            let most = Rupiah::new(MONTH_MAX.get().saturating_mul(12));
            let what = fl!(texts, "ceilings-annual-what");
            let annual = errors.rupiah("setahun", &what, &self.setahun, Rupiah::ZERO..=most)?;
            return Ceilings::spread(annual).ok();
        }
        let mut months = [None; 12];
        for (place, month) in months.iter_mut().zip(crate::model::line::months_of(year)) {
            let name = page.month(month);
            let what = fl!(texts, "ceilings-month-what", month = name);
            let range = Rupiah::ZERO..=MONTH_MAX;
            *place = errors.rupiah(&field(month), &what, self.month(month), range);
        }
        let mut amounts = [Rupiah::ZERO; 12];
        for (amount, month) in amounts.iter_mut().zip(months) {
            *amount = month?;
        }
        Ceilings::new(amounts).ok()
    }

    fn document(&self, texts: Texts, errors: &mut FieldErrors) -> Option<Document> {
        let what = fl!(texts, "document-kind-what");
        let kind: Option<DocumentKind> = errors.choice("jenis", &what, &self.jenis);
        let what = fl!(texts, "document-number-what");
        let number = errors.text("nomor", &what, &self.nomor, 100);
        let on = errors.date("tanggal", &fl!(texts, "document-on-what"), &self.tanggal);
        let what = fl!(texts, "document-reason-what");
        let reason = if kind == Some(DocumentKind::Correction) {
            errors.text("alasan", &what, &self.alasan, 500).map(Some)
        } else {
            errors.optional_text("alasan", &what, &self.alasan, 500)
        };
        Some(Document {
            kind: kind?,
            number: number?,
            on: on?,
            reason: reason?,
        })
    }
}

/// The field of a month.
struct MonthField {
    name: String,
    label: String,
    hint: String,
    typed: String,
}

#[derive(Template)]
#[template(path = "lines/ceilings.html")]
pub(crate) struct CeilingsPage {
    page: PageFrame,
    texts: Texts,
    line: BudgetLine,
    months: Vec<(MonthOfYear, Account)>,
    form: CeilingsForm,
}

pub(crate) async fn edit_ceilings(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<BudgetLineId>,
) -> Answer {
    let (line, months) = find(&staff, &site, id).await?;
    let form = CeilingsForm::of(&line, &months);
    let errors = FieldErrors::new(staff.locale);
    render(&form_page(&staff, (line, months), form, errors))
}

pub(crate) async fn update_ceilings(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<BudgetLineId>,
    form: Form<CeilingsForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let (line, months) = find(&staff, &site, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    let page = staff.page("");
    let ceilings = form.ceilings(&page, line.year, &mut errors);
    if form.langkah == "hitung" {
        let mut input = form.input;
        if let (true, Some(ceilings)) = (input.is_annual(), ceilings) {
            let names = crate::model::line::months_of(line.year);
            input.fill(names.zip(ceilings.months().iter().copied()));
        }
        return render(&form_page(&staff, (line, months), input, errors));
    }
    let document = form.document(texts, &mut errors);
    if let (Some(ceilings), Some(document)) = (ceilings, document) {
        let revision = form.revisi.parse();
        let input = SetCeilings {
            line: id,
            revision: revision.map_err(|_| WebError::bad_request("form_unreadable"))?,
            ceilings,
            document,
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = Command::by(&stamp)
            .keyed(form.key.as_str(), "budget.ceilings.set", &input)
            .ordered_by(id);
        let set = site
            .db()?
            .write(command, move |tx| {
                crate::set_ceilings(tx, &stamp.fresh(), &actor, &input)
            })
            .await;
        match set {
            Ok(set) => {
                staff.flash(&flash(texts, set));
                return Ok(redirect(format!("/pagu/{id}")));
            }
            Err(ActionError::Refused(CeilingsRefusal::Denied(denied))) => {
                return Err(denied.into());
            }
            Err(error) => errors.catch("", error)?,
        }
    }
    render_refused(&form_page(&staff, (line, months), form.input, errors))
}

fn flash(texts: Texts, set: CeilingsSet) -> Flash {
    if set.overdrawn.is_positive() {
        let amount = set.overdrawn.to_string();
        return Flash::warning(fl!(texts, "ceilings-saved-overdrawn", amount = amount));
    }
    let (count, delta) = (set.month_count.to_string(), signed(set.delta));
    Flash::success(fl!(texts, "ceilings-saved", count = count, delta = delta))
}

async fn find(
    staff: &Staff,
    site: &Site,
    id: BudgetLineId,
) -> Result<(BudgetLine, Vec<(MonthOfYear, Account)>), WebError> {
    let tenant = staff.tenant();
    let wanted = (id, Action::BudgetLineEdit);
    let found = find_line(staff, site, wanted, move |tx, line| {
        list_months(tx, tenant, (line.id, line.year))
    });
    let Found { line, more, .. } = found.await?;
    Ok((line, more))
}

fn form_page(
    staff: &Staff,
    (line, months): (BudgetLine, Vec<(MonthOfYear, Account)>),
    form: CeilingsForm,
    errors: FieldErrors,
) -> CeilingsPage {
    let texts = texts(staff.locale);
    CeilingsPage {
        page: staff
            .page(fl!(texts, "ceilings"))
            .crumb(fl!(texts, "lines"), format!("/pagu?tahun={}", line.year))
            .crumb(&line.activity_name, format!("/pagu/{}", line.id))
            .errors(errors),
        texts,
        line,
        months,
        form,
    }
}

impl CeilingsPage {
    fn kinds(&self) -> Vec<(DocumentKind, String)> {
        let kinds = DocumentKind::ALL.iter();
        kinds
            .map(|kind| (*kind, document_text(self.texts, *kind)))
            .collect()
    }

    fn fields(&self) -> Vec<MonthField> {
        let months = self.months.iter();
        months
            .map(|(month, account)| MonthField {
                name: field(*month),
                label: self.page.month(month),
                hint: self.taken(account),
                typed: self.form.month(*month).to_owned(),
            })
            .collect()
    }

    /// What is promised and used in a month, where there is something.
    fn taken(&self, account: &Account) -> String {
        let taken = Balance::of(account).taken();
        if taken.is_positive() {
            fl!(self.texts, "ceilings-taken", amount = taken.to_string())
        } else {
            String::new()
        }
    }

    /// The sum of what can be read of the twelve fields.
    fn sum(&self) -> String {
        let months = self.months.iter().map(|(month, _)| self.form.month(*month));
        let amounts = months.filter_map(|typed| base::parse_scaled(typed, 0).ok());
        let sum = Rupiah::new(amounts.fold(0, i64::saturating_add));
        fl!(self.texts, "ceilings-sum", amount = sum.to_string())
    }

    /// The same sentence with a place for the script to write the sum into.
    fn sum_pattern(&self) -> String {
        fl!(self.texts, "ceilings-sum", amount = "{amount}")
    }

    fn before(&self) -> String {
        let allocated = self.months.iter().map(|(_, account)| account.allocated);
        let sum = Rupiah::new(allocated.fold(0, i64::saturating_add));
        fl!(self.texts, "ceilings-before", amount = sum.to_string())
    }
}

impl web::Samples for CeilingsPage {
    const NAME: &'static str = "budget-ceilings";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = sample_line(1);
        let months: Vec<_> = crate::model::line::months_of(2026)
            .map(|month| (month, sample_account(120_000_000, 0)))
            .collect();
        let usual = CeilingsForm::of(&line, &months);
        let page = |form: CeilingsForm, errors| Self {
            page: PageFrame::sample(locale, fl!(texts(locale), "ceilings")).errors(errors),
            texts: texts(locale),
            line: line.clone(),
            months: months.clone(),
            form,
        };
        let frame = PageFrame::sample(locale, "");
        let mut errors = FieldErrors::new(locale);
        CeilingsForm::default().ceilings(&frame, 2026, &mut errors);
        CeilingsForm::default().document(texts(locale), &mut errors);
        vec![
            ("usual", page(usual, FieldErrors::new(locale))),
            ("with-errors", page(CeilingsForm::default(), errors)),
        ]
    }
}
