use askama::Template;
use authz::Action;
use base::{MonthOfYear, Page, Rupiah, UtcMicros, Uuid};
use db::{ActionError, Failure, Tx};
use ledger::Account;
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Figures, Flash, Form, Locale,
    PageFrame, Paging, Site, Staff, Texts, WebError, fl, redirect, render, render_refused,
};

use super::found::{Found, find_line, may_edit};
use super::line::sample_account;
use super::list::sample_line;
use super::words::{figures, month_href, movement_tag};
use crate::{
    Balance, BudgetLine, BudgetLineId, Freeze, FreezeMonth, FreezeRefusal, Movement, MovementState,
    find_month, list_freezes, list_movements, texts,
};

/// What is typed to freeze or reopen a month.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FreezeForm {
    alasan: String,
}

/// What a month shows.
struct Shown {
    account: Account,
    freeze: Option<Freeze>,
    movements: Page<Movement>,
}

#[derive(Template)]
#[template(path = "lines/month.html")]
pub(crate) struct MonthPage {
    page: PageFrame,
    texts: Texts,
    line: BudgetLine,
    month: MonthOfYear,
    shown: Shown,
    form: FreezeForm,
    can_edit: bool,
}

type MonthPath = Path<(BudgetLineId, MonthOfYear)>;

pub(crate) async fn show_month(
    staff: Staff,
    State(site): State<Site>,
    Path(path): MonthPath,
    paging: Paging,
) -> Answer {
    let errors = FieldErrors::new(staff.locale);
    let page = month_page(&staff, &site, path, (paging, FreezeForm::default(), errors)).await?;
    render(&page)
}

pub(crate) async fn freeze_month(
    staff: Staff,
    State(site): State<Site>,
    Path(path): MonthPath,
    form: Form<FreezeForm>,
) -> Answer {
    change_month(&staff, &site, path, (form, true)).await
}

pub(crate) async fn unfreeze_month(
    staff: Staff,
    State(site): State<Site>,
    Path(path): MonthPath,
    form: Form<FreezeForm>,
) -> Answer {
    change_month(&staff, &site, path, (form, false)).await
}

async fn change_month(
    staff: &Staff,
    site: &Site,
    (id, month): (BudgetLineId, MonthOfYear),
    (form, freezes): (Form<FreezeForm>, bool),
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    let what = fl!(texts, "freeze-reason-what");
    if let Some(reason) = errors.text("alasan", &what, &form.alasan, 500) {
        let input = FreezeMonth {
            line: id,
            month,
            reason,
        };
        let code = if freezes {
            "budget.month.freeze"
        } else {
            "budget.month.unfreeze"
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = db::Command::by(&stamp)
            .keyed(form.key.as_str(), code, &input)
            .ordered_by(id);
        let act = move |tx: &mut Tx<'_>| {
            let stamp = stamp.fresh();
            if freezes {
                crate::freeze_month(tx, &stamp, &actor, &input)
            } else {
                crate::unfreeze_month(tx, &stamp, &actor, &input)
            }
        };
        match site.db()?.write(command, act).await {
            Ok(()) => {
                let back = format!("/pagu/{id}/bulan/{month}");
                let month = staff.page("").month(month);
                let text = if freezes {
                    fl!(texts, "month-frozen", month = month)
                } else {
                    fl!(texts, "month-unfrozen", month = month)
                };
                staff.flash(&Flash::success(text));
                return Ok(redirect(back));
            }
            Err(ActionError::Refused(FreezeRefusal::Denied(denied))) => return Err(denied.into()),
            Err(error) => errors.catch("alasan", error)?,
        }
    }
    let parts = (Paging::default(), form.input, errors);
    render_refused(&month_page(staff, site, (id, month), parts).await?)
}

async fn month_page(
    staff: &Staff,
    site: &Site,
    (id, month): (BudgetLineId, MonthOfYear),
    (paging, form, errors): (Paging, FreezeForm, FieldErrors),
) -> Result<MonthPage, WebError> {
    let texts = texts(staff.locale);
    let tenant = staff.tenant();
    let wanted = (id, Action::BudgetLineView);
    let found = find_line(staff, site, wanted, move |tx, line| {
        read_month(tx, (tenant, line, month), &paging)
    });
    let Found { line, more, .. } = found.await?;
    let shown = more.ok_or_else(WebError::not_found)?;
    let mut page = staff.page("");
    page.title = page.month(month);
    Ok(MonthPage {
        page: page
            .crumb(fl!(texts, "lines"), format!("/pagu?tahun={}", line.year))
            .crumb(&line.activity_name, format!("/pagu/{}", line.id))
            .errors(errors),
        texts,
        month,
        shown,
        form,
        can_edit: may_edit(staff, &line),
        line,
    })
}

fn read_month(
    tx: &mut Tx<'_>,
    (tenant, line, month): (base::TenantId, &BudgetLine, MonthOfYear),
    paging: &Paging,
) -> Result<Option<Shown>, Failure> {
    let Some(account) = find_month(tx, tenant, line.id, month)? else {
        return Ok(None);
    };
    let freezes = list_freezes(tx, tenant, line.id)?;
    let after = (paging.after.as_ref(), paging.size);
    let movements = list_movements(tx, tenant, account.id, after)?;
    Ok(Some(Shown {
        freeze: freezes.into_iter().find(|freeze| freeze.month == month),
        movements,
        account,
    }))
}

impl MonthPage {
    fn figures(&self) -> Figures {
        let balance = Balance::of(&self.shown.account);
        figures(
            self.texts,
            &self.page,
            &balance,
            &self.page.month(self.month),
        )
    }

    fn action(&self, verb: &str) -> String {
        format!("{}/{verb}", month_href(&self.line, self.month))
    }

    fn table(&self) -> DataTable {
        let texts = self.texts;
        let columns = [
            Column::text(fl!(texts, "movement-at")),
            Column::number(fl!(texts, "movement-amount")),
            Column::text(fl!(texts, "status")),
            Column::text(fl!(texts, "movement-voucher")),
        ];
        let settled = |movement: &Movement| {
            let at = movement.settled_at.filter(|at| *at != movement.at);
            at.map(|at| {
                let at = self.page.at(at);
                fl!(texts, "movement-settled", at = at)
            })
        };
        let row = |movement: &Movement| {
            let at = Cell::text(self.page.at(movement.at));
            let number: String = movement.reference.to_string().chars().take(8).collect();
            [
                match settled(movement) {
                    Some(text) => at.below(text),
                    None => at,
                },
                Cell::text(movement.amount),
                Cell::tag(movement_tag(texts, movement.state)),
                Cell::link(number, format!("/voucher/{}", movement.reference)),
            ]
        };
        let month = self.page.month(self.month);
        let caption = fl!(texts, "month-movements-table", month = month);
        DataTable::new(caption, columns).rows(self.shown.movements.items.iter().map(row))
    }

    fn empty(&self) -> EmptyState {
        let texts = self.texts;
        EmptyState::new(fl!(texts, "month-none"), fl!(texts, "month-none-text"))
    }
}

impl web::Samples for MonthPage {
    const NAME: &'static str = "budget-month";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let at = |seconds| UtcMicros::new(1_795_400_000_000_000).plus_seconds(seconds);
        let movement = |number: u32, state| Movement {
            id: Uuid::from_u128(u128::from(number)),
            reference: Uuid::from_u128(u128::from(number) << 96),
            state,
            amount: Rupiah::new(350_000),
            at: at(i64::from(number)),
            settled_at: Some(at(9_000)),
        };
        let movements = vec![
            movement(4_100_200_300, MovementState::Pending),
            movement(1_200_300_400, MovementState::Posted),
            movement(1_200_300_401, MovementState::Expired),
            movement(3_300_400_500, MovementState::Fact),
        ];
        let freeze = Freeze {
            month: MonthOfYear::of(base::CivilDate::constant(2026, 11, 1)),
            reason: "SPD triwulan IV belum terbit".to_owned(),
            at: at(0),
        };
        let page = |movements: Vec<Movement>, freeze: Option<Freeze>, errors: FieldErrors| {
            let month = MonthOfYear::of(base::CivilDate::constant(2026, 11, 1));
            let mut page = PageFrame::sample(locale, "");
            page.title = page.month(month);
            let line = sample_line(1);
            Self {
                page: page
                    .crumb(fl!(texts(locale), "lines"), "/pagu")
                    .crumb(&line.activity_name, format!("/pagu/{}", line.id))
                    .errors(errors),
                texts: texts(locale),
                line,
                month,
                shown: Shown {
                    account: Account {
                        frozen: freeze.is_some(),
                        ..sample_account(120_000_000, 0)
                    },
                    freeze,
                    movements: Page {
                        items: movements,
                        next: None,
                    },
                },
                form: FreezeForm::default(),
                can_edit: true,
            }
        };
        let none = || FieldErrors::new(locale);
        let mut wrong = none();
        wrong.text("alasan", &fl!(texts(locale), "freeze-reason-what"), "", 500);
        vec![
            ("filled", page(movements, None, none())),
            ("frozen", page(Vec::new(), Some(freeze), none())),
            ("with-errors", page(Vec::new(), None, wrong)),
        ]
    }
}
