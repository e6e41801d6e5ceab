//! Numbers every record in order of time, writes the invoices, resolves the answers.

use std::collections::BTreeMap;

use crate::answers::{Answers, Case, RecordRef, WrongReading};
use crate::city::City;
use crate::civil::plus_days;
use crate::dice::Dice;
use crate::draft::{CaseDraft, Draft, InvoiceKey, invoice_key};
use crate::fill::Fill;
use crate::number::{InvoiceNo, RedemptionNo, SlipNo, StatementLineNo, TripSheetNo, VoucherNo};
use crate::paper::{Invoice, InvoiceLine, LineKind, Supplier};

/// Numbers given to the papers of a fill.
#[derive(Clone, Debug, Default)]
struct Numbers {
    voucher: Option<VoucherNo>,
    redemption: Option<RedemptionNo>,
    slip: Option<SlipNo>,
    statement: Option<StatementLineNo>,
}

/// Turns a draft into a city.
pub(crate) fn assemble(mut draft: Draft) -> City {
    let cases = std::mem::take(&mut draft.cases);
    let fills = std::mem::take(&mut draft.fills);
    for (index, sheet) in draft.town.evidence.trip_sheets.iter_mut().enumerate() {
        sheet.no = TripSheetNo::at(index);
    }
    let mut city = City {
        town: draft.town.clone(),
        vouchers: Vec::new(),
        redemptions: Vec::new(),
        slips: Vec::new(),
        statement_lines: Vec::new(),
        invoices: Vec::new(),
        answers: Answers::default(),
    };
    let mut order: Vec<(usize, Fill)> = fills.into_iter().enumerate().collect();
    order.sort_by_key(|(_, fill)| fill.at());
    let mut numbers = vec![Numbers::default(); order.len()];
    let mut lines = BTreeMap::<InvoiceKey, Vec<InvoiceLine>>::new();
    let mut last = vec![0_u64; city.town.stations.len()];
    for (place, mut fill) in order {
        renumber_transaction(&mut fill, &mut last);
        let (key, on) = (invoice_key(&fill), fill.at().date());
        let claimed = fill.claim.clone();
        let given = file(&mut city, fill);
        if let (Some(key), Some(claim)) = (key, claimed) {
            lines.entry(key).or_default().push(InvoiceLine {
                kind: LineKind::Fuel,
                on,
                voucher: given.voucher,
                redemption: given.redemption,
                slip: given.slip,
                volume_ml: claim.volume_ml,
                amount_rupiah: claim.amount_rupiah,
            });
        }
        if let Some(slot) = numbers.get_mut(place) {
            *slot = given;
        }
    }
    let keys = write_invoices(&mut city, &draft, lines);
    city.answers.cases = cases
        .into_iter()
        .map(|(mode, name, case)| resolve(&city, (mode, name), &case, &numbers, &keys))
        .collect();
    city.answers.cases.sort_by_key(|case| case.mode);
    city.answers.dirt.clone_from(&city.town.dirt);
    city.answers.habits.clone_from(&city.town.habits);
    city
}

/// Keeps transaction numbers of a station strictly rising when fills were added between.
fn renumber_transaction(fill: &mut Fill, last: &mut [u64]) {
    let Some(line) = &mut fill.statement else {
        return;
    };
    let Some(latest) = last.get_mut(line.station.index()) else {
        return;
    };
    let old = line.transaction_no;
    let new = old.max(*latest + 1);
    *latest = new;
    line.transaction_no = new;
    if let Some(redemption) = &mut fill.redemption {
        redemption.transaction_no = new;
    }
    if let Some(slip) = fill
        .slip
        .as_mut()
        .filter(|slip| slip.transaction_no == Some(old))
    {
        slip.transaction_no = Some(new);
    }
}

/// Gives numbers to the papers of a fill and files them.
fn file(city: &mut City, fill: Fill) -> Numbers {
    let mut given = Numbers::default();
    if let Some(mut voucher) = fill.voucher {
        voucher.no = VoucherNo::at(city.vouchers.len());
        given.voucher = Some(voucher.no);
        city.vouchers.push(voucher);
    }
    if let Some(mut redemption) = fill.redemption {
        redemption.no = RedemptionNo::at(city.redemptions.len());
        redemption.voucher = given.voucher.unwrap_or_default();
        given.redemption = Some(redemption.no);
        if let Some(kind) = fill.wrong_meter {
            let reading = WrongReading {
                redemption: redemption.no,
                kind,
            };
            city.answers.wrong_readings.push(reading);
        }
        city.redemptions.push(redemption);
    }
    if let Some(mut slip) = fill.slip {
        slip.no = SlipNo::at(city.slips.len());
        slip.redemption = given.redemption;
        given.slip = Some(slip.no);
        city.slips.push(slip);
    }
    if let Some(mut line) = fill.statement {
        line.no = StatementLineNo::at(city.statement_lines.len());
        line.voucher = given.voucher;
        given.statement = Some(line.no);
        city.statement_lines.push(line);
    }
    given
}

/// Writes one invoice per month, agency and supplier.
fn write_invoices(
    city: &mut City,
    draft: &Draft,
    mut lines: BTreeMap<InvoiceKey, Vec<InvoiceLine>>,
) -> BTreeMap<InvoiceKey, InvoiceNo> {
    for extra in &draft.extras {
        lines
            .entry(extra.invoice.clone())
            .or_default()
            .push(InvoiceLine {
                kind: extra.kind,
                on: extra.invoice.0.last(),
                voucher: None,
                redemption: None,
                slip: None,
                volume_ml: extra.volume_ml,
                amount_rupiah: extra.amount_rupiah,
            });
    }
    let mut keys = BTreeMap::new();
    for (key, lines) in lines {
        let no = InvoiceNo::at(city.invoices.len());
        let mark = draft.marks.get(&key).copied().unwrap_or_default();
        let mut dice = Dice::new(city.town.settings.seed, "invoice", u64::from(no.0));
        let issued_on = plus_days(key.0.last(), dice.between(2, 8));
        let paid_on = plus_days(issued_on, dice.between(9, 55));
        let is_paid = !mark.is_unpaid && paid_on <= city.town.settings.end_on;
        city.invoices.push(Invoice {
            no,
            agency: key.1,
            supplier: key.2.clone(),
            month: key.0,
            issued_on,
            writer: mark.writer,
            is_confirmed: mark.is_confirmed && matches!(key.2, Supplier::Station(_)),
            delivery_note: None,
            total_rupiah: lines.iter().map(|line| line.amount_rupiah).sum(),
            lines,
            paid_on: is_paid.then_some(paid_on),
        });
        keys.insert(key, no);
    }
    keys
}

/// Replaces places by numbers.
fn resolve(
    city: &City,
    (mode, name): (u8, &'static str),
    case: &CaseDraft,
    numbers: &[Numbers],
    keys: &BTreeMap<InvoiceKey, InvoiceNo>,
) -> Case {
    let mut records = case.others.clone();
    for given in case.fills.iter().filter_map(|place| numbers.get(*place)) {
        records.extend(given.voucher.map(RecordRef::Voucher));
        records.extend(given.redemption.map(RecordRef::Redemption));
        records.extend(given.slip.map(RecordRef::Slip));
        records.extend(given.statement.map(RecordRef::StatementLine));
    }
    records.extend(
        case.invoices
            .iter()
            .filter_map(|key| keys.get(key))
            .copied()
            .map(RecordRef::Invoice),
    );
    let sheets = city.town.evidence.trip_sheets.iter();
    records.extend(
        sheets
            .filter(|sheet| case.sheets.contains(&(sheet.vehicle, sheet.on)))
            .map(|sheet| RecordRef::TripSheet(sheet.no)),
    );
    records.sort_unstable();
    records.dedup();
    Case {
        mode,
        name,
        records,
        amount_rupiah: case.amount_rupiah,
    }
}
