//! A row of a file as a line of the list, or everything that is wrong with it.

use base::{CivilDate, Millilitres, Rupiah, UtcMicros, Zone};
use fleet::plate_key;
use jiff::civil::Time;
use register::RowProblem;
use rust_decimal::Decimal;
use tabular::{Measure, Record, Unit, Value};

use crate::model::exact::Exact;
use crate::model::line::{ITEM, Line, LineKind, is_named_non_fuel, whole};
use crate::model::purchase::MeterText;

/// A list without times of day is taken to be bought at noon.
const NOON: Time = Time::constant(12, 0, 0, 0);

/// Reads a row; all its problems at once. A list without times is read at noon in the zone.
pub(super) fn read_line(record: &Record, zone: &Zone) -> Result<Line, Vec<RowProblem>> {
    read(record, &|on| zone.instant(on, NOON).ok())
}

/// The key of a row that can be read and has a number of its own; no instant is needed for it.
pub(super) fn row_key(record: &Record) -> Option<String> {
    let line = read(record, &|_| Some(UtcMicros::default())).ok()?;
    line.reference.as_ref()?;
    Some(line.source_key("", 1))
}

/// When noon was on a day.
type Noon<'a> = &'a dyn Fn(CivilDate) -> Option<UtcMicros>;

fn read(record: &Record, noon: Noon<'_>) -> Result<Line, Vec<RowProblem>> {
    let mut problems = Problems::default();
    let moment = problems.keep(read_moment(record, noon));
    let quantity = problems.keep(read_quantity(record));
    let money = problems.keep(read_money(record));
    let meter = problems.keep(read_meter(record));
    let vehicle = problems.keep(read_vehicle(record));
    let text = |key: &str| record.text(key).map(str::to_owned);
    let (Some(moment), Some(quantity), Some(money), Some(meter), Some(vehicle_text)) =
        (moment, quantity, money, meter, vehicle)
    else {
        return Err(problems.0);
    };
    Ok(Line {
        source: text("source"),
        reference: text("reference"),
        kind: quantity.kind,
        vehicle_text,
        agency_text: text("agency"),
        bought_at: moment.at,
        bought_on: moment.on,
        has_time: moment.has_time,
        station_text: text("station"),
        product_text: text("product").unwrap_or_default(),
        quantity: quantity.number,
        unit: quantity.unit,
        volume: quantity.volume,
        unit_price: money.unit_price,
        amount: money.amount,
        net: money.net,
        currency: money.currency,
        amount_rupiah: money.rupiah,
        meter,
    })
}

/// What is wrong with a row.
#[derive(Default)]
struct Problems(Vec<RowProblem>);

impl Problems {
    fn keep<T>(&mut self, found: Result<T, RowProblem>) -> Option<T> {
        found.map_err(|problem| self.0.push(problem)).ok()
    }
}

struct Moment {
    at: UtcMicros,
    on: CivilDate,
    has_time: bool,
}

fn read_moment(record: &Record, noon: Noon<'_>) -> Result<Moment, RowProblem> {
    if let (Some(at), Some(on)) = (record.utc_micros("bought_at"), record.date("bought_at")) {
        return Ok(Moment {
            at: UtcMicros::new(at),
            on,
            has_time: true,
        });
    }
    let on = record
        .date("bought_on")
        .ok_or_else(|| RowProblem::of("bought_at", "missing"))?;
    let at = noon(on).ok_or_else(|| RowProblem::of("bought_on", "out_of_range"))?;
    Ok(Moment {
        at,
        on,
        has_time: false,
    })
}

fn read_vehicle(record: &Record) -> Result<String, RowProblem> {
    let text = record.text("vehicle").unwrap_or_default().trim();
    if plate_key(text).is_empty() {
        return Err(RowProblem::of("vehicle", "vehicle_unreadable"));
    }
    Ok(text.to_owned())
}

struct Quantity {
    kind: LineKind,
    number: Exact,
    unit: &'static str,
    volume: Option<Millilitres>,
}

fn too_long(field: &str) -> impl FnOnce() -> RowProblem + '_ {
    move || RowProblem::of(field, "out_of_range")
}

fn read_quantity(record: &Record) -> Result<Quantity, RowProblem> {
    let Some(Value::Quantity { amount, unit, base }) = record.get("quantity") else {
        return Err(RowProblem::of("quantity", "missing"));
    };
    let number = Exact::of(*amount).ok_or_else(too_long("quantity"))?;
    let word = record.text("unit");
    let of_line = word.and_then(Unit::from_word);
    let kind = match record.text("line") {
        Some("non_fuel") => LineKind::NonFuel,
        Some(_) => LineKind::Fuel,
        None => guessed_kind(record, (word, of_line)),
    };
    let is_volume = word.is_none() || of_line == Some(*unit);
    if kind == LineKind::NonFuel {
        // Pieces of something: a volume only where the line itself says so.
        let unit = if of_line == Some(*unit) {
            unit.code()
        } else {
            ITEM
        };
        return Ok(Quantity {
            kind,
            number,
            unit,
            volume: None,
        });
    }
    if !is_volume {
        let found = match of_line {
            Some(unit) => unit.code(),
            None => word.unwrap_or_default(),
        };
        return Err(RowProblem::of("unit", "unit_differs")
            .with("text", word.unwrap_or_default())
            .with("found", found)
            .with("expected", unit.code()));
    }
    let volume = base.ok_or_else(too_long("quantity"))?;
    Ok(Quantity {
        kind,
        number,
        unit: unit.code(),
        volume: Some(Millilitres::new(volume)),
    })
}

/// Fuel or not, where the list does not say: by the product's name, and by a unit that counts pieces.
fn guessed_kind(record: &Record, (word, unit): (Option<&str>, Option<Unit>)) -> LineKind {
    let is_pieces = word.is_some() && unit.is_none_or(|unit| unit.measure() != Measure::Volume);
    if is_pieces || is_named_non_fuel(record.text("product").unwrap_or_default()) {
        LineKind::NonFuel
    } else {
        LineKind::Fuel
    }
}

struct Money {
    amount: Exact,
    currency: Unit,
    rupiah: Option<Rupiah>,
    unit_price: Option<Exact>,
    net: Option<Exact>,
}

fn read_money(record: &Record) -> Result<Money, RowProblem> {
    let Some(Value::Quantity { amount, unit, base }) = record.get("amount") else {
        return Err(RowProblem::of("amount", "missing"));
    };
    let currency = *unit;
    let beside = |field: &'static str| match record.get(field) {
        Some(Value::Quantity { amount, unit, .. }) if *unit == currency => {
            Exact::of(*amount).map(Some).ok_or_else(too_long(field))
        }
        Some(Value::Quantity { .. }) => Err(RowProblem::of(field, "currency_differs")),
        _ => Ok(None),
    };
    Ok(Money {
        amount: Exact::of(*amount).ok_or_else(too_long("amount"))?,
        currency,
        rupiah: base.map(Rupiah::new),
        unit_price: beside("unit_price")?,
        net: beside("net_amount")?,
    })
}

fn read_meter(record: &Record) -> Result<Option<MeterText>, RowProblem> {
    if let Some(Value::Quantity { amount, unit, base }) = record.get("odometer") {
        let kilometres = base
            .and_then(|metres| whole(Decimal::from(metres).checked_div(Decimal::ONE_THOUSAND)?));
        return meter("odometer", *amount, (unit.code(), kilometres)).map(Some);
    }
    match record.number("hour_meter") {
        Some(hours) => meter("hour_meter", hours, ("hour", whole(hours))).map(Some),
        None => Ok(None),
    }
}

fn meter(
    field: &str,
    number: Decimal,
    (unit, value): (&str, Option<i64>),
) -> Result<MeterText, RowProblem> {
    Ok(MeterText {
        shown: Exact::of(number).ok_or_else(too_long(field))?,
        unit: unit.to_owned(),
        // Below zero no meter stands: the number is kept, and is no reading.
        value: value.filter(|value| *value >= 0),
    })
}
