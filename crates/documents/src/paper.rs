//! What stands on each paper. All numbers and dates are text, written by the caller.

use serde::{Deserialize, Serialize};

/// What every paper has: above the table, below it, and in the corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// Whose paper it is.
    pub letterhead: Letterhead,
    /// The month in words, such as `Oktober 2026`.
    pub period: String,
    /// When it was printed, in the city's zone.
    pub printed: String,
    /// Place and day above the signatures, such as `Kupang, 31 Oktober 2026`.
    pub place_and_day: String,
    /// Whether the city's data is made up; every page then says so.
    pub simulated: bool,
    /// Whether figures come from samples; every page then says so.
    pub sample: bool,
    /// Who signs, from left to right; three at most.
    pub signatures: Vec<Signature>,
    /// How anyone checks the paper.
    pub seal: Seal,
}

/// The kop surat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// The first line, such as `Pemerintah Kota Kupang`.
    pub government: String,
    /// The agency's full name.
    pub agency: String,
    /// Its address; empty where unknown.
    pub address: String,
    /// Telephone, e-mail and site; empty where unknown.
    pub contact: String,
    /// The picture beside it.
    pub logo: Option<Logo>,
}

/// The picture of a letterhead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// The JPEG file in Base64.
    pub jpeg: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// Room for one signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The word above the post, such as `Mengetahui,`; may be empty.
    pub above: String,
    /// The post, such as `Kepala Dinas`.
    pub post: String,
    /// The name; empty leaves a dotted line.
    pub name: String,
    /// The NIP; empty where there is none.
    pub nip: String,
}

/// What proves a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// The address in the QR code.
    pub url: String,
    /// The short address that a person types.
    pub short_url: String,
    /// What to type there beside month and digest, such as `pelat DH 1234 AB`; empty where only
    /// the code leads to the check.
    pub subject: String,
    /// The digest over the paper's figures, in groups.
    pub digest: String,
    /// The short code of the journal's last checkpoint; empty where there is none yet.
    pub checkpoint: String,
}

/// Kartu kendali BBM: a vehicle's month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// What every paper has.
    pub heading: Heading,
    /// The vehicle.
    pub vehicle: Vehicle,
    /// The quota in one sentence.
    pub quota: String,
    /// The consumption, with its unit.
    pub consumption: String,
    /// Whether the meter counts engine hours rather than kilometres.
    pub counts_hours: bool,
    /// The redemptions in order of time.
    pub rows: Vec<CardRow>,
    /// Their sum.
    pub total: Total,
}

/// A vehicle or machine as the card names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    /// The plate, or the name of a machine.
    pub name: String,
    /// Make and type.
    pub label: String,
}

/// A redemption on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardRow {
    /// When.
    pub at: String,
    /// The voucher's code.
    pub voucher: String,
    /// Who drew.
    pub driver: String,
    /// Where.
    pub station: String,
    /// The product.
    pub product: String,
    /// The meter's value; empty where it was not read.
    pub meter: String,
    /// Litres, without the unit.
    pub volume: String,
    /// Rupiah per litre, without the unit.
    pub price: String,
    /// Rupiah, without the unit.
    pub amount: String,
    /// Doubts; empty where there are none.
    pub remarks: String,
}

/// A sum of redemptions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// How many redemptions.
    pub count: String,
    /// Litres, without the unit.
    pub volume: String,
    /// Rupiah, without the unit.
    pub amount: String,
}

/// Rekapitulasi: an agency's month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recap {
    /// What every paper has.
    pub heading: Heading,
    /// The month's ceiling, rupiah.
    pub allocated: String,
    /// Spent, rupiah.
    pub posted: String,
    /// Held back by open vouchers, rupiah.
    pub pending: String,
    /// Left, rupiah.
    pub available: String,
    /// Per vehicle; `note` is make and type.
    pub vehicles: Vec<RecapRow>,
    /// Per product.
    pub products: Vec<RecapRow>,
    /// Per station.
    pub stations: Vec<RecapRow>,
    /// The sum, the same for all three.
    pub total: Total,
}

/// A line of a recap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecapRow {
    /// What is summed.
    pub name: String,
    /// More about it; may be empty.
    pub note: String,
    /// The sum.
    pub sum: Total,
}
