use askama::Template;
use authz::Action;
use base::{MonthOfYear, Uuid};
use ledger::{Account, AccountId, Unit};
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, Figures, Locale, PageFrame, QueryState, Site, Staff,
    SummaryList, Texts, fl, render,
};

use super::charts;
use super::export::{self, FileQuery};
use super::found::{Found, find_line, may_edit};
use super::list::sample_line;
use super::words::{figures, fund_text, month_href, month_tag};
use crate::{Balance, BudgetLine, BudgetLineId, LineState, list_months, texts};

#[derive(Template)]
#[template(path = "lines/show.html")]
pub(crate) struct LinePage {
    page: PageFrame,
    texts: Texts,
    line: BudgetLine,
    agency: String,
    months: Vec<(MonthOfYear, Account)>,
    can_edit: bool,
}

pub(crate) async fn show_line(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<BudgetLineId>,
    QueryState(query): QueryState<FileQuery>,
) -> Answer {
    let texts = texts(staff.locale);
    let tenant = staff.tenant();
    let wanted = (id, Action::BudgetLineView);
    let found = find_line(&staff, &site, wanted, move |tx, line| {
        list_months(tx, tenant, (line.id, line.year))
    });
    let Found { line, agency, more } = found.await?;
    if query.is_workbook() {
        return export::months_workbook(texts, &staff.page(""), (&line, &agency), &more);
    }
    render(&LinePage {
        page: staff
            .page(&line.activity_name)
            .about([line.id.uuid()])
            .crumb(fl!(texts, "lines"), format!("/pagu?tahun={}", line.year)),
        texts,
        agency,
        months: more,
        can_edit: may_edit(&staff, &line),
        line,
    })
}

impl LinePage {
    fn total(&self) -> Balance {
        let balances = self.months.iter().map(|(_, account)| Balance::of(account));
        balances.fold(Balance::default(), Balance::plus)
    }

    fn figures(&self) -> Figures {
        let window = self.line.year.to_string();
        figures(self.texts, &self.page, &self.total(), &window)
    }

    fn summary(&self) -> SummaryList {
        let (texts, line) = (self.texts, &self.line);
        let state = match line.state {
            LineState::Open => fl!(texts, "state-open"),
            LineState::Closed => fl!(texts, "state-closed"),
        };
        self.page
            .summary()
            .row(fl!(texts, "agency"), &self.agency)
            .row(fl!(texts, "line-year"), line.year)
            .row(fl!(texts, "line-activity-code"), &line.activity_code)
            .row(
                fl!(texts, "line-account"),
                format!("{} {}", line.account_code, line.account_name),
            )
            .row(fl!(texts, "line-fund"), fund_text(texts, line.fund_source))
            .row(fl!(texts, "status"), state)
    }

    fn chart(&self) -> String {
        let rows = self
            .months
            .iter()
            .map(|(month, account)| (self.page.month(month), Balance::of(account)));
        let words = ("pagu-bulan", fl!(self.texts, "chart-months"), String::new());
        charts::draw(self.page.locale, words, rows).unwrap_or_default()
    }

    fn table(&self) -> DataTable {
        let texts = self.texts;
        let columns = [
            Column::text(fl!(texts, "month")),
            Column::number(fl!(texts, "allocated")),
            Column::number(fl!(texts, "pending")),
            Column::number(fl!(texts, "posted")),
            Column::number(fl!(texts, "available")),
            Column::text(fl!(texts, "status")),
        ];
        let amounts = |balance: &Balance| {
            [
                Cell::text(balance.allocated),
                Cell::text(balance.pending),
                Cell::text(balance.posted),
                Cell::text(balance.available),
            ]
        };
        let row = |(month, account): &(MonthOfYear, Account)| {
            let balance = Balance::of(account);
            let name = Cell::link(self.page.month(month), month_href(&self.line, *month));
            let mut cells = vec![name];
            cells.extend(amounts(&balance));
            cells.push(Cell::tag(month_tag(texts, &balance)));
            cells
        };
        let mut total = vec![Cell::text(fl!(texts, "total"))];
        total.extend(amounts(&self.total()));
        total.push(Cell::default());
        DataTable::new(fl!(texts, "line-months"), columns)
            .rows(self.months.iter().map(row))
            .total(total)
    }
}

/// A made-up account for samples.
pub(super) fn sample_account(allocated: i64, overdrawn: i64) -> Account {
    Account {
        id: AccountId::new(Uuid::from_u128(5)),
        owner: Uuid::from_u128(1),
        period: "2026-11".to_owned(),
        unit: Unit::Rupiah,
        allocated,
        pending: 3_250_000,
        posted: allocated
            .saturating_add(overdrawn)
            .saturating_sub(3_250_000)
            .max(0),
        overdrawn,
        frozen: false,
    }
}

impl web::Samples for LinePage {
    const NAME: &'static str = "budget-line";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = |allocated: i64, overdrawn| {
            let line = sample_line(1);
            let account = |month| (month, sample_account(allocated, overdrawn));
            Self {
                page: PageFrame::sample(locale, &line.activity_name)
                    .crumb(fl!(texts(locale), "lines"), "/pagu"),
                texts: texts(locale),
                agency: "Dinas PUPR".to_owned(),
                months: crate::model::line::months_of(2026).map(account).collect(),
                can_edit: true,
                line,
            }
        };
        vec![
            ("filled", page(120_000_000, 0)),
            ("overdrawn", page(120_000_000, 1_750_000)),
            ("empty", page(0, 0)),
        ]
    }
}
