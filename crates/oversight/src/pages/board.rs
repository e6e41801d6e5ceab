//! The first page after signing in: how things stand for whoever asks, and what needs attention.

use std::collections::BTreeMap;

use askama::Template;
use authz::{Action, Actor, ActorKind, Reach};
use base::{AgencyId, Millilitres, MonthOfYear, PageSize, Rupiah, TenantId};
use budget::{Balance, LineFilter};
use chart::{Bars, Bullet, Bullets, Chart, Labels};
use db::{Access, Failure, Tx};
use fuel::{AgencyTotal, RedemptionFilter, VoucherFilter, VoucherState};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, Figure, Figures, Locale, PageFrame, Site, Texts, Visitor, fl,
    redirect, render,
};

use crate::reading::agencies_within;
use crate::texts;

/// Agencies in one drawing.
const ROWS_MAX: usize = 12;

/// Rows counted for "needs attention"; past it the page says "more than".
const COUNTED: u16 = 200;

/// How things stand within the reach of one person.
#[derive(Debug, Clone, Default)]
struct Standing {
    names: BTreeMap<AgencyId, String>,
    balances: Vec<(AgencyId, Balance)>,
    totals: Vec<AgencyTotal>,
    doubtful: usize,
    vouchers: usize,
    unknown_plates: i64,
}

#[derive(Template)]
#[template(path = "board.html")]
pub(crate) struct BoardPage {
    page: PageFrame,
    texts: Texts,
    month: MonthOfYear,
    standing: Standing,
}

pub(crate) async fn show_board(visitor: Visitor, State(site): State<Site>) -> Answer {
    let Some(actor) = visitor.actor().cloned() else {
        return Ok(redirect("/masuk"));
    };
    if actor.kind == ActorKind::Device {
        return Ok(redirect("/pompa"));
    }
    let texts = texts(visitor.locale);
    let zone = visitor.city().zone.clone();
    let month = zone.month(site.now());
    let from = zone.start_of(month.first_day()).ok();
    let tenant = visitor.tenant();
    let standing = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            let filter = RedemptionFilter {
                from,
                doubtful: true,
                ..RedemptionFilter::default()
            };
            read_standing(tx, tenant, &actor, (month, &filter))
        })
        .await?;
    let page = visitor.page(fl!(texts, "start"));
    render(&BoardPage {
        page,
        texts,
        month,
        standing,
    })
}

fn read_standing(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    actor: &Actor,
    (month, doubtful): (MonthOfYear, &RedemptionFilter),
) -> Result<Standing, Failure> {
    let reach = |action| actor.reach(action);
    let all = (None, PageSize::clamped(COUNTED));
    let mut standing = Standing::default();
    let money = reach(Action::BudgetLineView);
    if money != Reach::Nothing {
        let filter = LineFilter {
            year: month.year(),
            agency: None,
            month: None,
            search: String::new(),
            with_closed: false,
        };
        standing.balances = budget::list_agency_balances(tx, tenant, &money, &filter)?;
        standing.names = agencies_within(tx, tenant, &money)?.into_iter().collect();
    }
    let drawn = reach(Action::FuelRedemptionView);
    if drawn != Reach::Nothing {
        standing.totals = fuel::list_agency_totals(tx, tenant, &drawn, month)?;
        standing.doubtful = fuel::list_redemptions(tx, tenant, &drawn, doubtful, all)?
            .items
            .len();
        let issued = VoucherFilter {
            state: Some(VoucherState::Issued),
            ..VoucherFilter::default()
        };
        standing.vouchers = fuel::list_vouchers(tx, tenant, &drawn, &issued, all)?
            .items
            .len();
    }
    if reach(Action::FleetUnknownResolve) != Reach::Nothing {
        standing.unknown_plates = fleet::count_open_unknowns(tx, tenant)?;
    }
    Ok(standing)
}

/// Something that needs attention: what, what to do, where.
struct Attention {
    text: String,
    remedy: String,
    href: String,
}

impl BoardPage {
    fn lead(&self) -> String {
        fl!(self.texts, "start-lead", now = self.page.at(self.page.now))
    }

    fn balance(&self) -> Balance {
        self.standing
            .balances
            .iter()
            .fold(Balance::default(), |sum, (_, one)| sum.plus(*one))
    }

    /// The year's money; absent for those who do not see it.
    fn money(&self) -> Option<Figures> {
        let balance = self.balance();
        if !balance.allocated.is_positive() {
            return None;
        }
        let (texts, page) = (self.texts, &self.page);
        let whole = balance.allocated.get();
        let share = |amount: Rupiah| {
            fl!(
                texts,
                "figure-share",
                share = page.percent(amount.get(), whole)
            )
        };
        let href = "/pagu";
        Some(Figures::new([
            Figure::new(
                fl!(texts, "figure-allocated"),
                page.short_rupiah(balance.allocated),
            )
            .note(fl!(
                texts,
                "window-year",
                year = self.month.year().to_string()
            ))
            .href(href),
            Figure::new(
                fl!(texts, "figure-posted"),
                page.short_rupiah(balance.posted),
            )
            .note(share(balance.posted))
            .href(href),
            Figure::new(
                fl!(texts, "figure-pending"),
                page.short_rupiah(balance.pending),
            )
            .note(fl!(texts, "figure-pending-note"))
            .href("/voucher"),
            Figure::new(
                fl!(texts, "figure-available"),
                page.short_rupiah(balance.available),
            )
            .note(share(balance.available))
            .href(href),
        ]))
    }

    /// This month's fuel; absent for those who do not see it.
    fn month_figures(&self) -> Option<Figures> {
        if !self.page.may(Action::FuelRedemptionView) {
            return None;
        }
        let (texts, page) = (self.texts, &self.page);
        let sum = |f: fn(&AgencyTotal) -> i64| self.standing.totals.iter().map(f).sum::<i64>();
        let litres = Millilitres::new(sum(|total| total.volume.get()));
        let amount = Rupiah::new(sum(|total| total.amount.get()));
        let count = page.count(sum(|total| total.count));
        let vouchers = self.counted(self.standing.vouchers);
        let month = page.month(self.month);
        Some(Figures::new([
            Figure::new(fl!(texts, "figure-litres"), page.short_litres(litres))
                .note(fl!(texts, "figure-litres-note", count = count))
                .href("/pengisian"),
            Figure::new(fl!(texts, "figure-amount"), page.short_rupiah(amount))
                .note(fl!(texts, "figure-amount-note", month = month))
                .href(if page.may(Action::FuelCardView) {
                    "/kartu"
                } else {
                    "/pengisian"
                }),
            Figure::new(fl!(texts, "figure-vouchers"), vouchers)
                .note(fl!(texts, "figure-vouchers-note"))
                .href("/voucher?status=issued"),
        ]))
    }

    /// A count that stops at [`COUNTED`], so that the page stays fast.
    fn counted(&self, count: usize) -> String {
        if count >= usize::from(COUNTED) {
            fl!(self.texts, "counted-more", count = COUNTED.to_string())
        } else {
            count.to_string()
        }
    }

    fn attention(&self) -> Vec<Attention> {
        let (texts, standing, balance) = (self.texts, &self.standing, self.balance());
        let mut list = Vec::new();
        let mut add = |text: String, remedy: String, href: &str| {
            list.push(Attention {
                text,
                remedy,
                href: href.to_owned(),
            });
        };
        if balance.overdrawn.is_positive() {
            let amount = balance.overdrawn.to_string();
            let text = fl!(texts, "attention-overdrawn", amount = amount);
            add(text, fl!(texts, "attention-overdrawn-text"), "/pagu");
        }
        if balance.frozen_count > 0 {
            let count = balance.frozen_count.to_string();
            let text = fl!(texts, "attention-frozen", count = count);
            add(text, fl!(texts, "attention-frozen-text"), "/pagu");
        }
        if standing.doubtful > 0 {
            let count = self.counted(standing.doubtful);
            let text = fl!(texts, "attention-doubts", count = count);
            add(
                text,
                fl!(texts, "attention-doubts-text"),
                "/pengisian?ragu=1",
            );
        }
        if standing.unknown_plates > 0 {
            let count = standing.unknown_plates.to_string();
            let text = fl!(texts, "attention-unknown", count = count);
            add(
                text,
                fl!(texts, "attention-unknown-text"),
                "/plat-tak-dikenal",
            );
        }
        if self.page.may(Action::RegisterSettingsEdit) {
            let text = fl!(texts, "attention-start");
            add(text, fl!(texts, "attention-start-text"), "/langkah");
        }
        list
    }

    fn steps(&self) -> Vec<(String, &'static str)> {
        let texts = self.texts;
        let all = [
            (
                Action::FuelVoucherIssue,
                fl!(texts, "do-issue"),
                "/voucher/baru",
            ),
            (
                Action::FuelRedemptionView,
                fl!(texts, "do-redemptions"),
                "/pengisian",
            ),
            (Action::BudgetLineView, fl!(texts, "do-budget"), "/pagu"),
            (
                Action::FleetVehicleView,
                fl!(texts, "do-vehicles"),
                "/kendaraan",
            ),
        ];
        all.into_iter()
            .filter(|(action, _, _)| self.page.may(*action))
            .map(|(_, text, href)| (text, href))
            .collect()
    }

    fn name(&self, agency: AgencyId) -> String {
        self.standing
            .names
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

    fn money_chart(&self) -> String {
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

    fn litres_chart(&self) -> String {
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

    fn table(&self) -> Option<DataTable> {
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
}

impl web::Samples for BoardPage {
    const NAME: &'static str = "board";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let agency = |number| AgencyId::new(base::Uuid::from_u128(number));
        let balance = Balance {
            allocated: Rupiah::new(740_000_000),
            pending: Rupiah::new(12_000_000),
            posted: Rupiah::new(410_000_000),
            available: Rupiah::new(318_000_000),
            ..Balance::default()
        };
        let total = |number, litres: i64| AgencyTotal {
            agency: agency(number),
            product: "pertamax".to_owned(),
            count: 40,
            volume: Millilitres::new(litres * 1_000),
            amount: Rupiah::new(litres * 12_350),
        };
        let full = Standing {
            names: [
                (agency(1), "Dinas Kesehatan".to_owned()),
                (agency(2), "DLHK".to_owned()),
            ]
            .into(),
            balances: vec![(agency(1), balance), (agency(2), balance)],
            totals: vec![total(1, 812), total(2, 9_400)],
            doubtful: 3,
            vouchers: 41,
            unknown_plates: 2,
        };
        let page = |standing| Self {
            page: PageFrame::sample(locale, fl!(texts, "start")),
            texts,
            month: super::redemption::sample_month(),
            standing,
        };
        vec![("filled", page(full)), ("empty", page(Standing::default()))]
    }
}
