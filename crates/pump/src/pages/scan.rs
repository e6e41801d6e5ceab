//! The start of each journey: scan or type a code; and what this shift has done.

use askama::Template;
use base::{Millilitres, Rupiah};
use db::{Access, Failure, Tx};
use fuel::{HoldId, VoucherId, VoucherKeys, VoucherState};
use serde::Deserialize;
use voucher_token::{ShortCode, ShortCodeRefusal};
use web::axum::extract::State;
use web::axum::response::Response;
use web::{
    Answer, Budget, FieldErrors, Figure, Figures, Form, FrameKind, Locale, PageFrame, Samples,
    Site, Texts, WebError, fl, redirect, render, render_refused,
};

use super::key_set;
use super::parts::{SingleFlight, name_of, product_name, vehicle_names};
use super::words::{TOKEN_REFUSALS, token_text};
use crate::gate::{AtPump, Bar};
use crate::store::{self, ShiftFill};
use crate::texts;

/// Holds older than this are left to the officers; a driver does not wait a day for a receipt.
const OPEN_HOLD_SECONDS: i64 = 24 * 3_600;

/// Codes typed or shown by hand and by forgery; a quick attendant types three a minute.
const CODES: Budget = Budget {
    name: "pump-code",
    capacity: 30,
    per_seconds: 300,
};

/// What was scanned or typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ScanForm {
    kode: String,
}

/// A voucher that was taken and waits for its numbers.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    hold: HoldId,
    plate: String,
    what: String,
}

/// A filling of this shift.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    href: String,
    plate: String,
    what: String,
    is_doubtful: bool,
}

/// Scan, or type the code.
#[derive(Debug, Template)]
#[template(path = "pump/scan.html")]
pub(crate) struct ScanPage {
    page: PageFrame,
    texts: Texts,
    bar: Bar,
    flight: SingleFlight,
    typed: String,
    refusals: Vec<(&'static str, String)>,
    /// Where the phone finds the keys to check a voucher with, and the key it trusts for that.
    key_set: &'static str,
    root_key: String,
    waiting: Vec<Waiting>,
    done: Vec<Done>,
    figures: Figures,
    other: (&'static str, &'static str, &'static str),
}

pub(crate) async fn show_scan(pump: AtPump, State(site): State<Site>) -> Answer {
    render(&scan_page(&pump, &site, String::new(), FieldErrors::new(pump.locale)).await?)
}

pub(crate) async fn create_scan(
    pump: AtPump,
    State(site): State<Site>,
    form: Form<ScanForm>,
) -> Answer {
    match find_voucher(&pump, &site, &form.kode).await? {
        Ok(response) => Ok(response),
        Err(problem) => {
            let mut errors = FieldErrors::new(pump.locale);
            errors.add("kode", problem);
            // A token is no help to who corrects it by hand.
            let typed = if voucher_token::is_token(&form.kode) {
                String::new()
            } else {
                form.input.kode
            };
            render_refused(&scan_page(&pump, &site, typed, errors).await?)
        }
    }
}

/// Where the code leads, or what is wrong with it.
async fn find_voucher(
    pump: &AtPump,
    site: &Site,
    code: &str,
) -> Result<Result<Response, String>, WebError> {
    let texts = pump.texts();
    let device = pump.shift.device.to_string();
    // A token is taken as it was scanned: it may end in a space.
    if voucher_token::is_token(code) {
        let keys = site.part::<VoucherKeys>()?;
        return match keys.read_token(pump.tenant(), code, pump.now().seconds()) {
            Ok(claims) => {
                let id = VoucherId::new(base::Uuid::from_bytes(claims.voucher_id));
                open_voucher(pump, site, Wanted::Id(id, claims.sequence)).await
            }
            Err(refusal) => {
                site.spend(CODES, &device)?;
                Ok(Err(token_text(texts, refusal)))
            }
        };
    }
    let short: ShortCode = match code.trim().parse() {
        Ok(short) => short,
        Err(_) if code.trim().is_empty() => return Ok(Err(fl!(texts, "code-empty"))),
        Err(refusal) => return Ok(Err(short_code_text(texts, refusal))),
    };
    site.spend(CODES, &device)?;
    open_voucher(pump, site, Wanted::Code(short.as_stored())).await
}

enum Wanted {
    Id(VoucherId, u32),
    Code(String),
}

async fn open_voucher(
    pump: &AtPump,
    site: &Site,
    wanted: Wanted,
) -> Result<Result<Response, String>, WebError> {
    let (tenant, device, now) = (pump.tenant(), pump.shift.device, pump.now());
    let sequence = match &wanted {
        Wanted::Id(_, sequence) => format!("?urutan={sequence}"),
        Wanted::Code(_) => String::new(),
    };
    let found = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            let voucher = match wanted {
                Wanted::Id(id, _) => fuel::lookup_voucher(tx, tenant, id)?,
                Wanted::Code(code) => fuel::lookup_voucher_by_code(tx, tenant, &code)?,
            };
            let Some(voucher) = voucher else {
                return Ok(None);
            };
            let held = match voucher.hold {
                Some(hold) if voucher.state_at(now) == VoucherState::Authorised => {
                    fuel::lookup_hold(tx, tenant, hold)?
                }
                _ => None,
            };
            let own = held.filter(|hold| hold.device == device);
            Ok(Some((voucher.id, own.map(|hold| hold.id))))
        })
        .await?;
    Ok(match found {
        // Scanned twice, or come back to: the filling goes on where it was.
        Some((_, Some(hold))) => Ok(redirect(format!("/pompa/isi/{hold}"))),
        Some((voucher, None)) => Ok(redirect(format!("/pompa/voucher/{voucher}{sequence}"))),
        None => Err(fl!(pump.texts(), "code-unknown")),
    })
}

fn short_code_text(texts: Texts, refusal: ShortCodeRefusal) -> String {
    match refusal {
        ShortCodeRefusal::WrongLength => fl!(texts, "code-wrong-length"),
        ShortCodeRefusal::BadSymbol => fl!(texts, "code-bad-symbol"),
        ShortCodeRefusal::BadCheck => fl!(texts, "code-bad-check"),
    }
}

struct ShiftNow {
    waiting: Vec<Waiting>,
    fills: Vec<(ShiftFill, String, String)>,
}

fn load_shift(tx: &mut Tx<'_>, pump: &AtPump) -> Result<ShiftNow, Failure> {
    let (tenant, shift, now) = (pump.tenant(), &pump.shift, pump.now());
    let since = now.plus_seconds(-OPEN_HOLD_SECONDS);
    let holds = store::list_open_holds(tx, tenant, shift.device, since)?;
    let fills = store::list_shift_fills(tx, tenant, shift)?;
    let vehicles: Vec<_> = holds
        .iter()
        .map(|hold| hold.vehicle)
        .chain(fills.iter().map(|fill| fill.vehicle))
        .collect();
    let names = vehicle_names(tx, tenant, &vehicles, pump.city().zone.date(now))?;
    let products = stations::list_products(tx, tenant)?;
    let waiting = holds.into_iter().map(|hold| Waiting {
        hold: hold.hold,
        plate: name_of(&names, &hold.vehicle),
        what: format!(
            "{} · {}",
            product_name(&products, &hold.product),
            hold.volume
        ),
    });
    let fills_named = fills.into_iter().map(|fill| {
        let plate = name_of(&names, &fill.vehicle);
        let product = product_name(&products, &fill.product);
        (fill, plate, product)
    });
    Ok(ShiftNow {
        waiting: waiting.collect(),
        fills: fills_named.collect(),
    })
}

async fn scan_page(
    pump: &AtPump,
    site: &Site,
    typed: String,
    errors: FieldErrors,
) -> Result<ScanPage, WebError> {
    let texts = pump.texts();
    let at_pump = pump.clone();
    let shift = site
        .db()?
        .read(pump.tenant(), Access::ReadOwn, move |tx| {
            load_shift(tx, &at_pump)
        })
        .await?;
    let page = pump.frame(fl!(texts, "scan")).errors(errors);
    let done = shift.fills.iter().map(|(fill, plate, product)| Done {
        href: format!("/pompa/struk/{}", fill.redemption),
        plate: plate.clone(),
        what: format!(
            "{product} · {} · {} · {}",
            fill.volume,
            fill.amount,
            page.time(fill.at)
        ),
        is_doubtful: fill.is_doubtful,
    });
    let done: Vec<_> = done.collect();
    let volume: i64 = shift.fills.iter().map(|(fill, ..)| fill.volume.get()).sum();
    let amount: i64 = shift.fills.iter().map(|(fill, ..)| fill.amount.get()).sum();
    Ok(ScanPage {
        figures: shift_figures(texts, (done.len(), volume, amount)),
        page,
        texts,
        bar: pump.bar(),
        flight: SingleFlight::of(pump.locale),
        typed,
        refusals: refusal_texts(texts),
        key_set: key_set::PATH,
        root_key: key_set::root_key(pump, site)?,
        waiting: shift.waiting,
        done,
        other: other_language(pump.locale),
    })
}

fn shift_figures(texts: Texts, (count, volume, amount): (usize, i64, i64)) -> Figures {
    Figures::new([
        Figure::new(fl!(texts, "shift-volume"), Millilitres::new(volume)),
        Figure::new(fl!(texts, "shift-amount"), Rupiah::new(amount)).note(fl!(
            texts,
            "shift-count",
            count = count
        )),
    ])
}

fn refusal_texts(texts: Texts) -> Vec<(&'static str, String)> {
    TOKEN_REFUSALS
        .iter()
        .map(|refusal| (refusal.code(), token_text(texts, *refusal)))
        .collect()
}

/// Code, address and name of the language that is not shown.
fn other_language(locale: Locale) -> (&'static str, &'static str, &'static str) {
    match locale {
        Locale::Id => ("en", "/pompa?lang=en", "English"),
        Locale::En => ("id", "/pompa?lang=id", "Bahasa Indonesia"),
    }
}

impl Samples for ScanPage {
    const NAME: &'static str = "pump-scan";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let page = |errors, done: Vec<Done>, waiting| Self {
            page: PageFrame::sample(locale, fl!(texts, "scan"))
                .kind(FrameKind::Bare)
                .script("pump")
                .errors(errors),
            texts,
            bar: Bar::sample(locale),
            flight: SingleFlight::of(locale),
            typed: String::new(),
            refusals: refusal_texts(texts),
            key_set: key_set::PATH,
            root_key: "A".repeat(43),
            figures: shift_figures(texts, (done.len(), 55_500, 757_575)),
            waiting,
            done,
            other: other_language(locale),
        };
        let none = || FieldErrors::new(locale);
        let done = |plate: &str, is_doubtful| Done {
            href: "/pompa/struk/1".to_owned(),
            plate: plate.to_owned(),
            what: "Pertamax · 20\u{a0}l · Rp\u{a0}273.000 · 09:12 WITA".to_owned(),
            is_doubtful,
        };
        let waiting = Waiting {
            hold: HoldId::new(base::Uuid::from_u128(7)),
            plate: "DH 8123 AB".to_owned(),
            what: "Pertamina Dex · 35,5\u{a0}l".to_owned(),
        };
        let mut wrong = none();
        wrong.add("kode", fl!(texts, "code-bad-check"));
        vec![
            ("first", page(none(), Vec::new(), Vec::new())),
            (
                "busy",
                page(
                    none(),
                    vec![done("DH 1234 A", false), done("DH 4 KP", true)],
                    vec![waiting],
                ),
            ),
            ("wrong-code", page(wrong, Vec::new(), Vec::new())),
        ]
    }
}
