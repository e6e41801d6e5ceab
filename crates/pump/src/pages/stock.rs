//! "BBM kosong": with one tap the attendant spares drivers the way.

use askama::Template;
use db::{Access, ActionError, Failure, Tx};
use serde::Deserialize;
use stations::{StockRefusal, StockReport};
use web::axum::extract::State;
use web::{
    Answer, Flash, Form, FrameKind, Locale, PageFrame, Samples, Site, Texts, WebError, fl,
    redirect, render,
};

use super::parts::product_name;
use crate::gate::{AtPump, Bar};
use crate::texts;

/// A product of the station, there or not.
#[derive(Debug, Clone)]
pub(crate) struct StockLine {
    code: String,
    name: String,
    /// Since when it is out, in words; empty where it is there.
    out_since: String,
}

/// What this station has run out of.
#[derive(Debug, Template)]
#[template(path = "pump/stock.html")]
pub(crate) struct StockPage {
    page: PageFrame,
    texts: Texts,
    bar: Bar,
    lines: Vec<StockLine>,
}

/// Which product, and whether it is out or there again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StockForm {
    produk: String,
    /// `kosong` or `ada`.
    keadaan: String,
}

fn load(tx: &mut Tx<'_>, pump: &AtPump, page: &PageFrame) -> Result<Vec<StockLine>, Failure> {
    let tenant = pump.tenant();
    let products = stations::list_products(tx, tenant)?;
    let reports = stations::list_stock_outs(tx, tenant, pump.shift.station)?;
    let lines = pump.station.products.iter().map(|code| {
        let open = reports
            .iter()
            .find(|report| report.product == *code && report.back_at.is_none());
        StockLine {
            code: code.clone(),
            name: product_name(&products, code),
            out_since: open
                .map(|report| page.at(report.out_at))
                .unwrap_or_default(),
        }
    });
    Ok(lines.collect())
}

pub(crate) async fn show_stock(pump: AtPump, State(site): State<Site>) -> Answer {
    let texts = pump.texts();
    let page = pump.frame(fl!(texts, "stock"));
    let (at_pump, frame) = (pump.clone(), page.clone());
    let lines = site
        .db()?
        .read(pump.tenant(), Access::ReadOwn, move |tx| {
            load(tx, &at_pump, &frame)
        })
        .await?;
    render(&StockPage {
        page,
        texts,
        bar: pump.bar(),
        lines,
    })
}

pub(crate) async fn update_stock(
    pump: AtPump,
    State(site): State<Site>,
    form: Form<StockForm>,
) -> Answer {
    let texts = pump.texts();
    let is_out = match form.keadaan.as_str() {
        "kosong" => true,
        "ada" => false,
        _ => return Err(WebError::bad_request("stock_state_unknown")),
    };
    let report = StockReport {
        station: pump.shift.station,
        product: form.produk.clone(),
    };
    let (stamp, actor) = (pump.stamp(), pump.actor().clone());
    let content = (&report, is_out);
    let command = db::Command::by(&stamp).keyed(form.key.as_str(), "fuel.stock.report", &content);
    let reported: Result<(), _> = site
        .db()?
        .write(command, move |tx| {
            if is_out {
                stations::report_stock_out(tx, &stamp.fresh(), &actor, &report).map(|_| ())
            } else {
                stations::report_stock_back(tx, &stamp.fresh(), &actor, &report)
            }
        })
        .await;
    let text = match reported {
        // A report that was there already is what the attendant wants, too.
        Ok(()) | Err(ActionError::Refused(StockRefusal::AlreadyOut | StockRefusal::NotOut)) => {
            if is_out {
                fl!(texts, "stock-out-noted")
            } else {
                fl!(texts, "stock-back-noted")
            }
        }
        Err(ActionError::Refused(StockRefusal::Denied(denied))) => return Err(denied.into()),
        Err(ActionError::Refused(StockRefusal::NotFound | StockRefusal::NotOffered)) => {
            return Err(WebError::not_found());
        }
        Err(ActionError::KeyReused) => return Err(super::fill::key_reused(pump.locale)),
        Err(ActionError::Failed(failure)) => return Err(failure.into()),
    };
    pump.flash(&Flash::success(text));
    Ok(redirect("/pompa/kosong"))
}

impl Samples for StockPage {
    const NAME: &'static str = "pump-stock";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let page = PageFrame::sample(locale, fl!(texts, "stock"));
        let line = |code: &str, name: &str, out_since: String| StockLine {
            code: code.to_owned(),
            name: name.to_owned(),
            out_since,
        };
        let lines = vec![
            line("pertamax", "Pertamax", String::new()),
            line("pertamina_dex", "Pertamina Dex", page.at(page.now)),
        ];
        let page = page.kind(FrameKind::Bare).script("pump");
        vec![(
            "usual",
            Self {
                page,
                texts,
                bar: Bar::sample(locale),
                lines,
            },
        )]
    }
}
