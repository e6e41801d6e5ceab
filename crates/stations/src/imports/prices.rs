//! Price notices from files.

use authz::{Action, Actor};
use base::{Rupiah, Stamp, StationId, TenantId, UtcMicros};
use db::{ActionError, Failure, Tx};
use register::{ImportRow, ImportTarget, Repeat, RowError, RowOutcome, RowPreview, RowProblem};
use tabular::{Field, FieldKind, ImportKind, Measure, Record, Wording};
use web::{Locale, Refusal as _, fl};

use super::find_product;
use crate::actions::{PriceRefusal, add_price_notice};
use crate::model::price::{NewPriceNotice, PricePlace};
use crate::model::product::Product;
use crate::store::price::{load_home_province, lookup_notice_from};
use crate::store::product::list_products;
use crate::store::station::lookup_station_by_number;
use crate::texts;

/// The dearest litre in rupiah: what is above has digits too many.
const PRICE_MAX: i64 = 1_000_000;

/// Years in which a notice can begin.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// Imports price notices; a notice that is known already is left alone.
#[derive(Debug)]
pub struct PriceTarget {
    kind: ImportKind,
}

impl Default for PriceTarget {
    fn default() -> Self {
        let text = |key: &'static str, max_characters, id: &'static str, en: &'static str| {
            let kind = FieldKind::Text { max_characters };
            Field::new(key, kind, Wording::new(id, en))
        };
        let fields = vec![
            text("product", 60, "Produk", "Product")
                .required()
                .called(&["BBM", "Jenis BBM", "Nama produk", "Kode produk"])
                .examples("Pertamax", "dexlite")
                .help("Nama atau kode produk.", "Name or code of the product."),
            text("station", 30, "Nomor SPBU", "Station number")
                .called(&["SPBU", "No SPBU"])
                .examples("", "54.851.02")
                .help(
                    "Kosongkan untuk harga provinsi.",
                    "Leave empty for the price of the province.",
                ),
            Field::new(
                "price",
                FieldKind::Quantity(Measure::Money),
                Wording::new("Harga per liter", "Price per litre"),
            )
            .required()
            .rate()
            .called(&["Harga", "Harga (Rp/liter)", "Harga Rp"])
            .examples("13650", "15550"),
            Field::new(
                "valid_from",
                FieldKind::Instant,
                Wording::new("Mulai berlaku", "Valid from"),
            )
            .required()
            .from_midnight()
            .called(&["Berlaku mulai", "Tanggal berlaku", "TMT"])
            .examples("2026-11-01 00:00", "2026-11-15 00:00")
            .help(
                "Tanggal dan jam; tanpa jam berlaku sejak pukul 00:00 hari itu.",
                "Date and time; without a time it holds from 00:00 of that day.",
            ),
            text("source", 80, "Nomor pemberitahuan", "Number of the notice")
                .required()
                .called(&["Sumber", "Nomor surat", "Pengumuman"])
                .examples("Pengumuman Pertamina 1 November 2026", "Surat SPBU 12/2026"),
        ];
        let title = Wording::new("Harga BBM", "Fuel prices");
        Self {
            kind: ImportKind::new("prices", title, fields),
        }
    }
}

/// What rows refer to.
struct Known {
    products: Vec<Product>,
    province: Option<String>,
}

impl Known {
    fn load(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Self, Failure> {
        Ok(Self {
            products: list_products(tx, tenant)?,
            province: load_home_province(tx, tenant)?,
        })
    }
}

fn find_station(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    number: &str,
) -> Result<Option<StationId>, Failure> {
    let Ok(number) = number.parse() else {
        return Ok(None);
    };
    let station = lookup_station_by_number(tx, tenant, &number)?;
    Ok(station.map(|station| station.id))
}

/// The notice of a row, or what is wrong with it.
fn notice(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    known: &Known,
    record: &Record,
) -> Result<Result<NewPriceNotice, RowProblem>, Failure> {
    let missing = |field| Ok(Err(RowProblem::of(field, "missing")));
    let Some(product) = record
        .text("product")
        .and_then(|text| find_product(&known.products, text))
    else {
        return Ok(Err(RowProblem::of("product", "product_unknown")));
    };
    let place = match record.text("station") {
        Some(number) => match find_station(tx, tenant, number)? {
            Some(station) => PricePlace::Station(station),
            None => return Ok(Err(RowProblem::of("station", "station_unknown"))),
        },
        None => match &known.province {
            Some(code) => PricePlace::Province(code.clone()),
            None => return Ok(Err(RowProblem::of("station", "province_invalid"))),
        },
    };
    let Some(price) = record.integer("price") else {
        return missing("price");
    };
    let in_parts = record
        .number("price")
        .is_some_and(|price| !price.fract().is_zero());
    if in_parts || !(1..=PRICE_MAX).contains(&price) {
        return Ok(Err(RowProblem::of("price", "price_implausible")));
    }
    let Some(valid_from) = record.utc_micros("valid_from") else {
        return missing("valid_from");
    };
    if record
        .date("valid_from")
        .is_some_and(|on| !YEARS.contains(&on.year()))
    {
        return Ok(Err(RowProblem::of("valid_from", "year_implausible")));
    }
    let Some(source) = record.text("source") else {
        return missing("source");
    };
    Ok(Ok(NewPriceNotice {
        product: product.code.clone(),
        place,
        price: Some(Rupiah::new(price)),
        valid_from_at: UtcMicros::new(valid_from),
        valid_until_at: None,
        source_number: source.to_owned(),
        source_on: None,
        replaces: false,
    }))
}

impl ImportTarget for PriceTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::FuelPriceEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            fl!(texts(Locale::Id), "import-prices-purpose"),
            fl!(texts(Locale::En), "import-prices-purpose"),
        )
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        _: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let known = Known::load(tx, tenant)?;
        let mut previews = Vec::with_capacity(records.len());
        for record in records {
            previews.push(match notice(tx, tenant, &known, record)? {
                Err(problem) => RowPreview::refused(problem),
                Ok(notice) => match lookup_notice_from(tx, tenant, &notice)? {
                    None => RowPreview::fine(RowOutcome::Created),
                    Some(found) if found.price == notice.price => {
                        RowPreview::fine(RowOutcome::Unchanged)
                    }
                    Some(_) => RowPreview::refused(RowProblem::of("price", "instant_taken")),
                },
            });
        }
        Ok(previews)
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let known = Known::load(tx, stamp.tenant)?;
        let notice = notice(tx, stamp.tenant, &known, row.record)??;
        match add_price_notice(tx, stamp, actor, &notice) {
            Ok(_) => Ok(RowOutcome::Created),
            Err(ActionError::Refused(PriceRefusal::AlreadyKnown)) => Ok(RowOutcome::Unchanged),
            Err(ActionError::Refused(PriceRefusal::Denied(_))) => {
                Err(RowProblem::row("denied").into())
            }
            Err(ActionError::Refused(refusal)) => {
                Err(RowProblem::of("price", refusal.code()).into())
            }
            Err(ActionError::KeyReused) => Err(Failure::bug("an import used a key").into()),
            Err(ActionError::Failed(failure)) => Err(failure.into()),
        }
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        let texts = texts(locale);
        match problem.code.as_str() {
            "product_unknown" => Some(fl!(texts, "refusal-product-unknown")),
            "station_unknown" => Some(fl!(texts, "refusal-station-unknown")),
            "province_invalid" => Some(fl!(texts, "prices-no-province")),
            "price_implausible" => Some(fl!(texts, "import-price-implausible")),
            "year_implausible" => Some(fl!(texts, "import-price-year")),
            "price_invalid" => Some(fl!(texts, "refusal-price-invalid")),
            "instant_taken" => Some(fl!(texts, "import-instant-taken")),
            _ => None,
        }
    }
}
