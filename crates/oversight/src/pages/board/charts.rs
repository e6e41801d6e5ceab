//! Agencies compared: charts, their table, and the same as a workbook.

use std::collections::BTreeMap;

use base::{AgencyId, Millilitres, Rupiah};
use budget::Balance;
use chart::{Bars, Bullet, Bullets, Chart, Labels};
use tabular::{ListCell, ListFormat};
use web::{Cell, Column, DataTable, Locale, fl};

use super::super::export::Workbook;
use super::BoardPage;

/// Agencies in one drawing.
const ROWS_MAX: usize = 12;

impl BoardPage {
    pub(super) fn name(&self, agency: AgencyId) -> String {
        self.standing
            .agencies
            .get(&agency)
            .cloned()
            .unwrap_or_else(|| "–".to_owned())
    }

    fn labels(&self) -> Labels {
        match self.page.locale {
            Locale::Id => Labels::indonesian(),
            Locale::En => Labels::english(),
        }
    }

    pub(super) fn money_chart(&self) -> String {
        let texts = self.texts;
        let mut rows: Vec<&(AgencyId, Balance)> = self
            .standing
            .balances
            .iter()
            .filter(|(_, balance)| balance.allocated.is_positive())
            .collect();
        if rows.len() < 2 {
            return String::new();
        }
        let product = |a: i64, b: i64| i128::from(a).saturating_mul(i128::from(b));
        rows.sort_by(|(_, a), (_, b)| {
            let (left, right) = (a.posted.get(), b.posted.get());
            // a.posted / a.allocated against b.posted / b.allocated, without a fraction.
            product(right, a.allocated.get()).cmp(&product(left, b.allocated.get()))
        });
        let (posted, pending) = (fl!(texts, "figure-posted"), fl!(texts, "figure-pending"));
        let bullets = rows.iter().take(ROWS_MAX).map(|(id, balance)| {
            let (posted, pending) = (balance.posted.get(), balance.pending.get());
            Bullet::new(self.name(*id), posted, pending, balance.allocated.get())
        });
        let bullets = Bullets::new(posted, pending, fl!(texts, "figure-allocated")).rows(bullets);
        let window = fl!(texts, "window-year", year = self.month.year().to_string());
        Chart::new("pagu-opd", fl!(texts, "chart-agencies"), bullets)
            .description(fl!(texts, "chart-agencies-text", window = window))
            .axis_labels("", fl!(texts, "axis-rupiah"))
            .to_html(&self.labels())
    }

    /// Litres of each agency this month, the most first.
    fn litres(&self) -> Vec<(AgencyId, i64, Millilitres, Rupiah)> {
        let mut by_agency = BTreeMap::<AgencyId, (i64, i64, i64)>::new();
        for total in &self.standing.totals {
            let sums = by_agency.entry(total.agency).or_default();
            sums.0 += total.count;
            sums.1 += total.volume.get();
            sums.2 += total.amount.get();
        }
        let mut rows: Vec<_> = by_agency
            .into_iter()
            .map(|(id, (count, volume, amount))| {
                (id, count, Millilitres::new(volume), Rupiah::new(amount))
            })
            .collect();
        rows.sort_by_key(|(_, _, volume, _)| std::cmp::Reverse(*volume));
        rows
    }

    pub(super) fn litres_chart(&self) -> String {
        let texts = self.texts;
        let rows = self.litres();
        if rows.len() < 2 {
            return String::new();
        }
        let shown = rows.iter().take(ROWS_MAX);
        let names: Vec<String> = shown.clone().map(|(id, ..)| self.name(*id)).collect();
        let litres: Vec<i64> = shown
            .map(|(_, _, volume, _)| volume.get() / 1_000)
            .collect();
        let month = self.page.month(self.month);
        let bars = Bars::new(names)
            .series(fl!(texts, "axis-litres"), litres)
            .horizontal();
        Chart::new("liter-opd", fl!(texts, "chart-litres"), bars)
            .description(fl!(texts, "chart-litres-text", month = month))
            .axis_labels("", fl!(texts, "axis-litres"))
            .to_html(&self.labels())
    }

    /// Whether there is nothing beside a single agency.
    pub(super) fn is_of_one_agency(&self) -> bool {
        self.litres().len() < 2
    }

    pub(super) fn agencies_table(&self) -> Option<DataTable> {
        let (texts, page) = (self.texts, &self.page);
        let rows = self.litres();
        if rows.is_empty() {
            return None;
        }
        let caption = fl!(texts, "agencies-table", month = page.month(self.month));
        let columns = [
            Column::text(fl!(texts, "agency")),
            Column::number(fl!(texts, "col-count")),
            Column::number(fl!(texts, "col-volume")),
            Column::number(fl!(texts, "col-amount")),
        ];
        let cells = rows.iter().map(|(id, count, volume, amount)| {
            [
                Cell::link(self.name(*id), format!("/rekap/{id}/{}", self.month)),
                Cell::text(page.count(*count)),
                Cell::text(volume),
                Cell::text(amount),
            ]
        });
        Some(DataTable::new(caption, columns).rows(cells))
    }

    /// Every agency with its money of the year and its fuel of the month.
    pub(super) fn workbook(&self) -> Workbook {
        let texts = self.texts;
        let mut rows: BTreeMap<AgencyId, (Balance, i64, Millilitres, Rupiah)> = BTreeMap::new();
        for (id, balance) in &self.standing.balances {
            rows.entry(*id).or_default().0 = *balance;
        }
        for (id, count, volume, amount) in self.litres() {
            let row = rows.entry(id).or_default();
            (row.1, row.2, row.3) = (count, volume, amount);
        }
        let whole = |amount: Rupiah| ListCell::Integer(amount.get());
        let cells = rows.iter().map(|(id, (balance, count, volume, amount))| {
            vec![
                ListCell::from(self.name(*id).as_str()),
                whole(balance.allocated),
                whole(balance.posted),
                whole(balance.pending),
                whole(balance.available),
                ListCell::Integer(*count),
                ListCell::Integer(volume.get()),
                whole(*amount),
            ]
        });
        let window = fl!(texts, "window-year", year = self.month.year().to_string());
        Workbook {
            file: format!("opd-{}", self.month),
            sheet: fl!(texts, "agency"),
            letterhead: Vec::new(),
            columns: vec![
                (fl!(texts, "agency"), ListFormat::Text),
                (fl!(texts, "figure-allocated"), ListFormat::Rupiah),
                (fl!(texts, "figure-posted"), ListFormat::Rupiah),
                (fl!(texts, "figure-pending"), ListFormat::Rupiah),
                (fl!(texts, "figure-available"), ListFormat::Rupiah),
                (fl!(texts, "col-count"), ListFormat::Integer),
                (fl!(texts, "col-volume"), ListFormat::Litres),
                (fl!(texts, "col-amount"), ListFormat::Rupiah),
            ],
            notes: vec![
                (fl!(texts, "export-made"), self.page.at(self.page.now)),
                (fl!(texts, "note-money"), window),
                (fl!(texts, "note-fuel"), self.page.month(self.month)),
            ],
            rows: cells.collect(),
            total: Vec::new(),
        }
    }
}
