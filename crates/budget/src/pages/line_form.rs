use askama::Template;
use authz::Action;
use base::AgencyId;
use db::{Access, ActionError, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, Texts, WebError, fl,
    redirect, render, render_refused,
};

use super::found::{Found, find_line};
use super::list::sample_line;
use super::words::fund_text;
use crate::{
    BudgetLine, BudgetLineId, FundSource, LineRefusal, LineState, LineWords, NewLine, YEARS,
    read_account_code, read_activity_code, texts,
};

/// The account of fuel and lubricants in the chart of accounts.
const FUEL_ACCOUNT: &str = "5.1.02.01.01.0004";

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LineForm {
    opd: String,
    tahun: String,
    kode_kegiatan: String,
    kegiatan: String,
    kode_rekening: String,
    rekening: String,
    dana: String,
    ditutup: String,
    revisi: String,
}

impl LineForm {
    fn of(line: &BudgetLine) -> Self {
        Self {
            opd: line.agency.to_string(),
            tahun: line.year.to_string(),
            kode_kegiatan: line.activity_code.clone(),
            kegiatan: line.activity_name.clone(),
            kode_rekening: line.account_code.clone(),
            rekening: line.account_name.clone(),
            dana: line.fund_source.code().to_owned(),
            ditutup: match line.state {
                LineState::Open => String::new(),
                LineState::Closed => "ya".to_owned(),
            },
            revisi: line.revision.to_string(),
        }
    }

    fn words(&self, texts: Texts, errors: &mut FieldErrors) -> Option<LineWords> {
        let activity_code = read_activity_code(&self.kode_kegiatan);
        if activity_code.is_none() {
            errors.add("kode_kegiatan", fl!(texts, "line-form-activity-code-wrong"));
        }
        let what = fl!(texts, "line-form-activity-name-what");
        let activity_name = errors.text("kegiatan", &what, &self.kegiatan, 300);
        let account_code = read_account_code(&self.kode_rekening);
        if account_code.is_none() {
            errors.add("kode_rekening", fl!(texts, "line-form-account-code-wrong"));
        }
        let what = fl!(texts, "line-form-account-name-what");
        let account_name = errors.text("rekening", &what, &self.rekening, 300);
        let what = fl!(texts, "line-form-fund-what");
        let fund_source = errors.choice("dana", &what, &self.dana);
        Some(LineWords {
            activity_code: activity_code?,
            activity_name: activity_name?,
            account_code: account_code?,
            account_name: account_name?,
            fund_source: fund_source?,
            state: if self.ditutup.is_empty() {
                LineState::Open
            } else {
                LineState::Closed
            },
        })
    }

    fn new_line(&self, texts: Texts, errors: &mut FieldErrors) -> Option<NewLine> {
        let what = fl!(texts, "line-form-agency-what");
        let agency: Option<AgencyId> = errors.choice("opd", &what, &self.opd);
        let years = i64::from(*YEARS.start())..=i64::from(*YEARS.end());
        let what = fl!(texts, "line-form-year-what");
        let year = errors.whole("tahun", &what, &self.tahun, years);
        let words = self.words(texts, errors);
        Some(NewLine {
            agency: agency?,
            year: i16::try_from(year?).ok()?,
            words: words?,
        })
    }
}

#[derive(Template)]
#[template(path = "lines/form.html")]
pub(crate) struct LineFormPage {
    page: PageFrame,
    texts: Texts,
    form: LineForm,
    agencies: Vec<(AgencyId, String)>,
    /// The line that is changed; a new one otherwise.
    line: Option<BudgetLineId>,
}

pub(crate) async fn new_line(staff: Staff, State(site): State<Site>) -> Answer {
    staff.may_somewhere(Action::BudgetLineEdit)?;
    let form = LineForm {
        tahun: staff.city().zone.date(staff.now()).year().to_string(),
        kode_rekening: FUEL_ACCOUNT.to_owned(),
        rekening: fl!(texts(staff.locale), "line-form-account-name-usual"),
        dana: FundSource::Apbd.code().to_owned(),
        ..LineForm::default()
    };
    render(&new_page(&staff, &site, form, FieldErrors::new(staff.locale)).await?)
}

pub(crate) async fn create_line(
    staff: Staff,
    State(site): State<Site>,
    form: Form<LineForm>,
) -> Answer {
    let texts = texts(staff.locale);
    staff.may_somewhere(Action::BudgetLineEdit)?;
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.new_line(texts, &mut errors) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = Command::by(&stamp).keyed(form.key.as_str(), "budget.line.add", &input);
        let added = site
            .db()?
            .write(command, move |tx| {
                crate::add_line(tx, &stamp.fresh(), &actor, &input)
            })
            .await;
        match added {
            Ok(id) => {
                staff.flash(&Flash::success(fl!(texts, "line-added")));
                return Ok(redirect(format!("/pagu/{id}/isi")));
            }
            Err(ActionError::Refused(LineRefusal::Denied(denied))) => return Err(denied.into()),
            Err(error) => errors.catch("kode_kegiatan", error)?,
        }
    }
    render_refused(&new_page(&staff, &site, form.input, errors).await?)
}

pub(crate) async fn edit_line(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<BudgetLineId>,
) -> Answer {
    let wanted = (id, Action::BudgetLineEdit);
    let Found { line, agency, .. } = find_line(&staff, &site, wanted, |_, _| Ok(())).await?;
    let form = LineForm::of(&line);
    let errors = FieldErrors::new(staff.locale);
    render(&edit_page(&staff, (&line, agency), form, errors))
}

pub(crate) async fn update_line(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<BudgetLineId>,
    form: Form<LineForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let wanted = (id, Action::BudgetLineEdit);
    let Found { line, agency, .. } = find_line(&staff, &site, wanted, |_, _| Ok(())).await?;
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(words) = form.words(texts, &mut errors) {
        let revision = form.revisi.parse();
        let before = BudgetLine {
            revision: revision.map_err(|_| WebError::bad_request("form_unreadable"))?,
            ..line.clone()
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let input = (id, before.revision, &words);
        let command = Command::by(&stamp)
            .keyed(form.key.as_str(), "budget.line.edit", &input)
            .ordered_by(id);
        let edited = site
            .db()?
            .write(command, move |tx| {
                crate::edit_line(tx, &stamp.fresh(), &actor, &before, &words)
            })
            .await;
        match edited {
            Ok(()) => {
                staff.flash(&Flash::success(fl!(texts, "line-saved")));
                return Ok(redirect(format!("/pagu/{id}")));
            }
            Err(error @ ActionError::Refused(LineRefusal::LineTaken { .. })) => {
                errors.catch("kode_kegiatan", error)?;
            }
            Err(error) => errors.catch("", error)?,
        }
    }
    render_refused(&edit_page(&staff, (&line, agency), form.input, errors))
}

async fn new_page(
    staff: &Staff,
    site: &Site,
    mut form: LineForm,
    errors: FieldErrors,
) -> Result<LineFormPage, WebError> {
    let texts = texts(staff.locale);
    let reach = staff.actor().reach(Action::BudgetLineEdit);
    let tenant = staff.tenant();
    let agencies = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            register::list_agencies_within(tx, tenant, &reach)
        })
        .await?;
    if let [(only, _)] = agencies.as_slice() {
        form.opd = only.to_string();
    }
    Ok(LineFormPage {
        page: staff
            .page(fl!(texts, "line-new"))
            .crumb(fl!(texts, "lines"), "/pagu")
            .errors(errors),
        texts,
        form,
        agencies,
        line: None,
    })
}

fn edit_page(
    staff: &Staff,
    (line, agency): (&BudgetLine, String),
    form: LineForm,
    errors: FieldErrors,
) -> LineFormPage {
    let texts = texts(staff.locale);
    LineFormPage {
        page: staff
            .page(fl!(texts, "line-edit"))
            .crumb(fl!(texts, "lines"), format!("/pagu?tahun={}", line.year))
            .crumb(&line.activity_name, format!("/pagu/{}", line.id))
            .errors(errors),
        texts,
        form,
        agencies: vec![(line.agency, agency)],
        line: Some(line.id),
    }
}

impl LineFormPage {
    fn funds(&self) -> Vec<(FundSource, String)> {
        let funds = FundSource::ALL.iter();
        funds
            .map(|fund| (*fund, fund_text(self.texts, *fund)))
            .collect()
    }

    fn action(&self) -> String {
        match self.line {
            Some(id) => format!("/pagu/{id}/ubah"),
            None => "/pagu".to_owned(),
        }
    }

    fn leave(&self) -> String {
        match self.line {
            Some(id) => format!("/pagu/{id}"),
            None => "/pagu".to_owned(),
        }
    }
}

impl web::Samples for LineFormPage {
    const NAME: &'static str = "budget-line-form";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = sample_line(1);
        let page = |form: LineForm, line, errors| Self {
            page: PageFrame::sample(locale, fl!(texts(locale), "line-new")).errors(errors),
            texts: texts(locale),
            form,
            agencies: vec![(sample_line(1).agency, "Dinas PUPR".to_owned())],
            line,
        };
        let mut errors = FieldErrors::new(locale);
        LineForm::default().new_line(texts(locale), &mut errors);
        let none = || FieldErrors::new(locale);
        vec![
            ("new", page(LineForm::default(), None, none())),
            ("with-errors", page(LineForm::default(), None, errors)),
            ("edit", page(LineForm::of(&line), Some(line.id), none())),
        ]
    }
}
