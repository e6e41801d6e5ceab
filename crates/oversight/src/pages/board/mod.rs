//! The first page after signing in: how things stand for whoever asks, and what needs attention.

mod charts;
mod duty;
mod own;
mod read;

use askama::Template;
use authz::{Action, Actor, ActorKind};
use base::{Millilitres, MonthOfYear, Rupiah};
use budget::Balance;
use db::Access;
use fuel::{AgencyTotal, VoucherKeys};
use serde::{Deserialize, Serialize};
use web::axum::extract::State;
use web::{
    Answer, Figure, Figures, Locale, PageFrame, QueryState, Site, Texts, Visitor, fl, redirect,
    render,
};

use duty::{Duty, Section};
use own::OwnVoucher;
use read::{COUNTED, Moment, Standing, read_standing};

use crate::texts;

/// Which file is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct BoardQuery {
    format: String,
}

#[derive(Template)]
#[template(path = "board.html")]
pub(crate) struct BoardPage {
    page: PageFrame,
    texts: Texts,
    month: MonthOfYear,
    duty: Duty,
    standing: Standing,
    own: Vec<OwnVoucher>,
}

pub(crate) async fn show_board(
    visitor: Visitor,
    State(site): State<Site>,
    QueryState(query): QueryState<BoardQuery>,
) -> Answer {
    let Some(actor) = visitor.actor().cloned() else {
        return Ok(redirect("/masuk"));
    };
    if actor.kind == ActorKind::Device {
        return Ok(redirect("/pompa"));
    }
    let texts = texts(visitor.locale);
    let board = read_board(&visitor, &site, actor, fl!(texts, "start")).await?;
    if query.format == "xlsx" {
        return board.workbook().answer();
    }
    render(&board)
}

async fn read_board(
    visitor: &Visitor,
    site: &Site,
    actor: Actor,
    title: String,
) -> Result<BoardPage, web::WebError> {
    let zone = &visitor.city().zone;
    let today = zone.date(site.now());
    let month = MonthOfYear::of(today);
    let moment = Moment {
        today,
        month,
        from: zone.start_of(month.first_day()).ok(),
        tomorrow: zone.end_of(today).ok().map(|end| end.plus_seconds(1)),
    };
    let (tenant, duty) = (visitor.tenant(), Duty::of(&actor));
    let mut standing = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            read_standing(tx, tenant, &actor, &moment)
        })
        .await?;
    let counted = standing.totals.iter().map(|total| total.agency);
    let funded = standing.balances.iter().map(|(agency, _)| *agency);
    let page = visitor.page(title).counting(counted.chain(funded));
    for (agency, name) in &mut standing.agencies {
        *name = page.marked(*agency, name.as_str());
    }
    let own = if standing.own.is_empty() {
        Vec::new()
    } else {
        let keys = site.part::<VoucherKeys>()?;
        let vouchers = standing.own.iter();
        vouchers
            .map(|voucher| OwnVoucher::of(&page, voucher, (&standing.names, &keys, tenant)))
            .collect()
    };
    Ok(BoardPage {
        texts: texts(visitor.locale),
        month,
        duty,
        own,
        standing,
        page,
    })
}

/// Something that needs attention: what, what to do, where.
struct Attention {
    text: String,
    remedy: String,
    href: String,
}

impl BoardPage {
    fn lead(&self) -> String {
        let now = self.page.at(self.page.now);
        match self.duty {
            Duty::Driver => fl!(self.texts, "lead-driver"),
            Duty::Office => fl!(self.texts, "lead-office"),
            Duty::Treasury => fl!(self.texts, "lead-treasury", now = now),
            Duty::Judgement => fl!(self.texts, "lead-judgement"),
            Duty::Setup => fl!(self.texts, "lead-setup"),
            Duty::City | Duty::Station | Duty::Other => {
                fl!(self.texts, "start-lead", now = now)
            }
        }
    }

    fn sections(&self) -> &'static [Section] {
        self.duty.sections()
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
        if standing.refused_schedules > 0 {
            let count = self.counted(standing.refused_schedules);
            let text = fl!(texts, "attention-standing", count = count);
            let remedy = fl!(texts, "attention-standing-text");
            add(text, remedy, "/voucher/berulang?status=refused");
        }
        let scarce = self.scarce();
        if scarce > 0 {
            let text = fl!(texts, "attention-scarce", count = scarce.to_string());
            add(text, fl!(texts, "attention-scarce-text"), "/pagu");
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

    /// Agencies that have promised or spent nine tenths of their year's ceiling.
    fn scarce(&self) -> usize {
        let is_scarce = |balance: &Balance| {
            let used = balance.posted.get().saturating_add(balance.pending.get());
            let whole = balance.allocated.get();
            whole > 0 && used.saturating_mul(10) >= whole.saturating_mul(9)
        };
        let balances = self.standing.balances.iter();
        balances.filter(|(_, balance)| is_scarce(balance)).count()
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
            (Action::FuelStationView, fl!(texts, "do-stations"), "/spbu"),
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
}

impl web::Samples for BoardPage {
    const NAME: &'static str = "board";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let agency = |number| base::AgencyId::new(base::Uuid::from_u128(number));
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
            agencies: [
                (agency(1), "Dinas Kesehatan".to_owned()),
                (agency(2), "DLHK".to_owned()),
            ]
            .into(),
            balances: vec![(agency(1), balance), (agency(2), balance)],
            totals: vec![total(1, 812), total(2, 9_400)],
            doubtful: 3,
            vouchers: 41,
            unknown_plates: 2,
            refused_schedules: 1,
            ..Standing::default()
        };
        let page = |duty, standing, own| Self {
            page: PageFrame::sample(locale, fl!(texts, "start")),
            texts,
            month: super::redemption::sample_month(),
            duty,
            standing,
            own,
        };
        let none = Standing::default;
        vec![
            ("city", page(Duty::City, full.clone(), Vec::new())),
            ("office", page(Duty::Office, full.clone(), Vec::new())),
            ("treasury", page(Duty::Treasury, full.clone(), Vec::new())),
            ("judgement", page(Duty::Judgement, full.clone(), Vec::new())),
            ("setup", page(Duty::Setup, full, Vec::new())),
            ("station-empty", page(Duty::Station, none(), Vec::new())),
            ("office-empty", page(Duty::Office, none(), Vec::new())),
            ("treasury-empty", page(Duty::Treasury, none(), Vec::new())),
            ("judgement-empty", page(Duty::Judgement, none(), Vec::new())),
            (
                "driver",
                page(Duty::Driver, none(), vec![OwnVoucher::sample()]),
            ),
            ("driver-empty", page(Duty::Driver, none(), Vec::new())),
        ]
    }
}
