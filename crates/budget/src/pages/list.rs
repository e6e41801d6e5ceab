use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use askama::Template;
use authz::{Action, Reach};
use base::{AgencyId, MonthOfYear, Page, Rupiah, TenantId, Uuid};
use db::{Access, Failure, Tx};
use serde::Deserialize;
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Figures, Locale, PageFrame, Paging, QueryState,
    Site, Staff, Tag, Texts, fl, render,
};

use super::found::agency_name;
use super::words::{figures, fund_text, line_words};
use super::{charts, export};
use crate::{
    Balance, BudgetLine, BudgetLineId, FundSource, LineBalance, LineFilter, LineState,
    list_agency_balances, list_line_balances, texts,
};

/// The filters of the list, as they stand in its address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    tahun: String,
    opd: String,
    bulan: String,
    cari: String,
    ditutup: String,
    format: String,
}

impl ListQuery {
    fn filter(&self, this_year: i16) -> LineFilter {
        let year = self.tahun.parse().ok();
        let year = year.filter(|year| crate::YEARS.contains(year));
        let year = year.unwrap_or(this_year);
        let month = self.bulan.parse().ok();
        LineFilter {
            year,
            agency: self.opd.parse().ok(),
            month: month.and_then(|month| MonthOfYear::new(year, month).ok()),
            search: self.cari.chars().take(100).collect(),
            with_closed: !self.ditutup.is_empty(),
        }
    }

    fn is_narrow(&self) -> bool {
        [&self.opd, &self.cari]
            .iter()
            .any(|value| !value.is_empty())
    }
}

/// What the list shows.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) lines: Page<LineBalance>,
    pub(super) agencies: Vec<(AgencyId, String)>,
    pub(super) names: BTreeMap<AgencyId, String>,
    pub(super) sums: Vec<(AgencyId, Balance)>,
}

impl Listed {
    fn nothing() -> Self {
        Self {
            lines: Page {
                items: Vec::new(),
                next: None,
            },
            agencies: Vec::new(),
            names: BTreeMap::new(),
            sums: Vec::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "lines/list.html")]
pub(crate) struct LinesPage {
    page: PageFrame,
    texts: Texts,
    query: ListQuery,
    filter: LineFilter,
    this_year: i16,
    listed: Listed,
}

pub(crate) async fn list_lines(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<ListQuery>,
) -> Answer {
    let texts = texts(staff.locale);
    staff.may_somewhere(Action::BudgetLineView)?;
    let reach = staff.actor().reach(Action::BudgetLineView);
    let this_year = staff.city().zone.date(staff.now()).year();
    let filter = query.filter(this_year);
    let (tenant, wanted) = (staff.tenant(), filter.clone());
    if query.format == "xlsx" {
        let rows = site
            .db()?
            .read(tenant, Access::Report, move |tx| {
                export::read_rows(tx, tenant, &reach, &wanted)
            })
            .await?;
        let page = staff.page(fl!(texts, "lines"));
        return export::workbook(texts, &page, &filter, &rows);
    }
    let listed = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            read_list(tx, tenant, &reach, &wanted, &paging)
        })
        .await?;
    render(&LinesPage {
        page: staff.page(fl!(texts, "lines")),
        texts,
        query,
        filter,
        this_year,
        listed,
    })
}

fn read_list(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    reach: &Reach,
    filter: &LineFilter,
    paging: &Paging,
) -> Result<Listed, Failure> {
    let page = (paging.after.as_ref(), paging.size);
    let lines = list_line_balances(tx, tenant, reach, filter, page)?;
    let agencies = register::list_agencies_within(tx, tenant, reach)?;
    let mut names: BTreeMap<AgencyId, String> = agencies.iter().cloned().collect();
    let sums = list_agency_balances(tx, tenant, reach, filter)?;
    let shown = lines.items.iter().map(|row| row.line.agency);
    for id in shown.chain(sums.iter().map(|(id, _)| *id)) {
        // A closed agency is in no list of choices, but its lines still have a name.
        if let Entry::Vacant(place) = names.entry(id) {
            place.insert(agency_name(tx, tenant, id)?);
        }
    }
    Ok(Listed {
        lines,
        agencies,
        names,
        sums,
    })
}

impl LinesPage {
    fn years(&self) -> Vec<(String, String)> {
        let first = self.this_year.saturating_sub(4).min(self.filter.year);
        let last = self.this_year.saturating_add(1).max(self.filter.year);
        let years = (first..=last).rev();
        years
            .map(|year| (year.to_string(), year.to_string()))
            .collect()
    }

    fn months(&self) -> Vec<(String, String)> {
        let months = crate::model::line::months_of(self.filter.year);
        let name = |month: MonthOfYear| (month.month().to_string(), self.page.month(month));
        months.map(name).collect()
    }

    fn window(&self) -> String {
        let month = self.filter.month.map(|month| self.page.month(month));
        month.unwrap_or_else(|| self.filter.year.to_string())
    }

    fn total(&self) -> Balance {
        let balances = self.listed.sums.iter().map(|(_, balance)| *balance);
        balances.fold(Balance::default(), Balance::plus)
    }

    fn figures(&self) -> Figures {
        figures(self.texts, &self.page, &self.total(), &self.window())
    }

    fn name(&self, agency: AgencyId) -> String {
        self.listed.names.get(&agency).cloned().unwrap_or_default()
    }

    /// Agencies beside each other; the lines of the only agency there is.
    fn chart(&self) -> String {
        let texts = self.texts;
        let locale = self.page.locale;
        let drawn = if self.listed.sums.len() > 1 {
            let sums = self.listed.sums.iter();
            let rows = sums
                .map(|(id, balance)| (self.name(*id), *balance))
                .collect();
            let count = charts::ROWS_MAX.to_string();
            let text = fl!(texts, "chart-agencies-text", count = count);
            let title = fl!(texts, "chart-agencies");
            charts::draw(locale, ("pagu-opd", title, text), charts::most_used(rows))
        } else {
            let lines = self.listed.lines.items.iter();
            let name = |row: &LineBalance| (row.line.activity_name.clone(), row.balance);
            let title = fl!(texts, "chart-lines");
            let rows = charts::most_used(lines.map(name).collect());
            charts::draw(locale, ("pagu-baris", title, String::new()), rows)
        };
        drawn.unwrap_or_default()
    }

    fn table(&self) -> DataTable {
        let texts = self.texts;
        let many = self.listed.agencies.len() != 1;
        let mut columns = vec![Column::text(fl!(texts, "activity"))];
        columns.extend(many.then(|| Column::text(fl!(texts, "agency"))));
        columns.extend([
            Column::number(fl!(texts, "allocated")),
            Column::number(fl!(texts, "pending")),
            Column::number(fl!(texts, "posted")),
            Column::number(fl!(texts, "available")),
            Column::text(fl!(texts, "status")),
        ]);
        let caption = fl!(texts, "lines-table", year = self.window());
        let rows = self.listed.lines.items.iter();
        DataTable::new(caption, columns).rows(rows.map(|row| self.row(row, many)))
    }

    fn row(&self, LineBalance { line, balance }: &LineBalance, many: bool) -> Vec<Cell> {
        let fund = fund_text(self.texts, line.fund_source);
        let below = format!("{} · {fund}", line.account_code);
        let name = Cell::link(&line.activity_name, format!("/pagu/{}", line.id))
            .mark(self.page.mark(line.id.uuid()));
        let (state, tone) = line_words(self.texts, line, balance);
        let mut cells = vec![name.below(below)];
        cells.extend(many.then(|| Cell::text(self.name(line.agency))));
        cells.extend([
            Cell::text(balance.allocated),
            Cell::text(balance.pending),
            Cell::text(balance.posted),
            Cell::text(balance.available),
            Cell::tag(Tag::new(state, tone)),
        ]);
        cells
    }

    fn empty(&self) -> EmptyState {
        let texts = self.texts;
        if self.query.is_narrow() {
            let text = fl!(texts, "lines-no-match-text");
            return EmptyState::new(fl!(texts, "lines-no-match"), text);
        }
        let empty = EmptyState::new(fl!(texts, "lines-none"), fl!(texts, "lines-none-text"));
        if self.page.may(Action::BudgetLineEdit) {
            empty.step(fl!(texts, "line-new"), "/pagu/baru")
        } else {
            empty
        }
    }
}

/// A made-up line for samples.
pub(super) fn sample_line(number: u128) -> BudgetLine {
    BudgetLine {
        id: BudgetLineId::new(Uuid::from_u128(number)),
        agency: AgencyId::new(Uuid::from_u128(1)),
        year: 2026,
        activity_code: format!("1.03.01.2.09.000{number}"),
        activity_name: "Penyediaan jasa pemeliharaan kendaraan dinas operasional".to_owned(),
        account_code: "5.1.02.01.01.0004".to_owned(),
        account_name: "Belanja Bahan-Bahan Bakar dan Pelumas".to_owned(),
        fund_source: FundSource::Apbd,
        state: LineState::Open,
        revision: 3,
    }
}

/// Made-up figures for samples.
pub(super) fn sample_balance(overdrawn: i64) -> Balance {
    Balance {
        allocated: Rupiah::new(1_440_000_000),
        pending: Rupiah::new(38_250_000),
        posted: Rupiah::new(1_012_480_500),
        available: Rupiah::new(389_269_500),
        overdrawn: Rupiah::new(overdrawn),
        frozen_count: 0,
    }
}

impl web::Samples for LinesPage {
    const NAME: &'static str = "budget-lines";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let agency =
            |number: u128, name: &str| (AgencyId::new(Uuid::from_u128(number)), name.to_owned());
        let page = |listed| Self {
            page: PageFrame::sample(locale, fl!(texts(locale), "lines")),
            texts: texts(locale),
            query: ListQuery::default(),
            filter: ListQuery::default().filter(2026),
            this_year: 2026,
            listed,
        };
        let row = |number, overdrawn| LineBalance {
            line: sample_line(number),
            balance: sample_balance(overdrawn),
        };
        let one = vec![agency(1, "Dinas PUPR")];
        let two = vec![agency(1, "Dinas PUPR"), agency(2, "Dinas Kesehatan")];
        let sums = |agencies: &[(AgencyId, String)]| {
            agencies
                .iter()
                .map(|(id, _)| (*id, sample_balance(0)))
                .collect()
        };
        let filled = |agencies: Vec<(AgencyId, String)>| Listed {
            lines: Page {
                items: vec![row(1, 0), row(2, 4_500_000)],
                next: Some("00".to_owned()),
            },
            names: agencies.iter().cloned().collect(),
            sums: sums(&agencies),
            agencies,
        };
        vec![
            ("filled", page(filled(two))),
            ("one-agency", page(filled(one))),
            ("empty", page(Listed::nothing())),
        ]
    }
}
