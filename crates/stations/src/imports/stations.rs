//! Stations from the list of the agency or of Pertamina.

use authz::{Action, Actor, Resource};
use base::{Stamp, TenantId};
use db::{ActionError, Failure, Tx};
use register::{
    ImportRow, ImportTarget, Place, PlaceLevel, Repeat, RowError, RowOutcome, RowPreview,
    RowProblem, list_places, normalise_place_code,
};
use tabular::{Choice, Field, FieldKind, ImportKind, Record, Wording, normalise};
use web::{Locale, Refusal as _, fl};

use super::find_product;
use crate::actions::{StationChange, StationRefusal, add_station, change_station};
use crate::model::hours::{DayHours, OpeningHours};
use crate::model::number::{Ownership, StationNumber};
use crate::model::product::Product;
use crate::model::station::{Coordinates, Station, StationDetails};
use crate::store::price::load_home_province;
use crate::store::product::list_products;
use crate::store::station::{lookup_station, lookup_station_by_number};
use crate::texts;
use crate::words::ownership_name;

/// Imports stations; what a file does not say of a known station stays as it is.
#[derive(Debug)]
pub struct StationTarget {
    kind: ImportKind,
}

fn text(key: &'static str, max_characters: usize, id: &'static str, en: &'static str) -> Field {
    let kind = FieldKind::Text { max_characters };
    Field::new(key, kind, Wording::new(id, en))
}

const OWNERS: [(&str, Ownership); 3] = [
    ("coco", Ownership::Company),
    ("codo", Ownership::DealerOnCompanyLand),
    ("dodo", Ownership::Dealer),
];

impl Default for StationTarget {
    fn default() -> Self {
        let title = Wording::new("SPBU", "Stations");
        let fields = [identity(), place(), selling()].concat();
        Self {
            kind: ImportKind::new("stations", title, fields),
        }
    }
}

fn identity() -> Vec<Field> {
    let owners = OWNERS
        .iter()
        .map(|(code, _)| {
            Choice::new(
                *code,
                Wording::new(code.to_uppercase(), code.to_uppercase()),
            )
        })
        .collect();
    vec![
        text("number", 30, "Nomor SPBU", "Station number")
            .required()
            .called(&["No SPBU", "SPBU", "Kode SPBU"])
            .examples("54.851.02", "54.851.07")
            .help(
                "Seperti di papan SPBU; titik dan strip tidak penting.",
                "As on the station's board; dots and dashes do not matter.",
            ),
        text("name", 120, "Nama SPBU", "Name")
            .called(&["Nama"])
            .examples("SPBU Oebobo", "SPBU Kelapa Lima"),
        text("address", 200, "Alamat", "Address")
            .called(&["Alamat SPBU", "Jalan"])
            .examples("Jl. Contoh 1, dekat pasar", "Jl. Contoh 2"),
        text("company", 120, "Perusahaan pemilik", "Owning company")
            .called(&["Perusahaan", "PT", "Pemilik", "Badan usaha"])
            .examples("PT Contoh Energi", ""),
        Field::new(
            "ownership",
            FieldKind::Choice(owners),
            Wording::new("Pengelolaan", "Ownership"),
        )
        .called(&["Jenis SPBU", "Tipe SPBU", "COCO/CODO/DODO"])
        .examples("dodo", "dodo")
        .help(
            "Hanya untuk mencocokkan: angka kedua nomor SPBU sudah menyatakannya.",
            "Only to check: the second digit of the number says it already.",
        ),
        text("phone", 40, "Telepon", "Telephone").called(&["No Telepon", "HP", "Kontak"]),
    ]
}

fn place() -> Vec<Field> {
    vec![
        text("province", 2, "Kode provinsi", "Code of the province")
            .examples("53", "")
            .help(
                "Kosongkan untuk provinsi kota ini.",
                "Leave empty for the city's own province.",
            ),
        text("district", 80, "Kelurahan", "Kelurahan")
            .called(&["Desa/Kelurahan", "Kode kelurahan", "Kode wilayah"])
            .examples("Oebobo", "")
            .help(
                "Nama atau kode Kemendagri.",
                "Name, or its Kemendagri code.",
            ),
        text("coordinates", 60, "Koordinat", "Coordinates")
            .called(&["Lintang bujur", "Latitude longitude", "Lokasi"])
            .examples("-10.1771, 123.6070", "")
            .help(
                "Lintang lalu bujur; boleh dua kolom.",
                "Latitude, then longitude; two columns will do.",
            ),
    ]
}

fn selling() -> Vec<Field> {
    vec![
        text("hours", 120, "Jam buka", "Opening hours")
            .called(&["Jam operasional", "Jam layanan"])
            .examples("24 jam", "06:00-22:00")
            .help(
                "24 jam, atau dari sampai; jam yang berbeda per hari diubah di halaman SPBU.",
                "24 hours, or from to; hours that differ by day are set on the station's page.",
            ),
        text("products", 200, "Produk", "Products")
            .called(&["BBM yang dijual", "Produk dijual", "Jenis BBM"])
            .examples("Pertamax, Dexlite", "")
            .help("Dipisahkan koma.", "Separated by commas."),
    ]
}

/// What rows refer to.
struct Known {
    products: Vec<Product>,
    province: Option<String>,
    places: Vec<Place>,
}

impl Known {
    fn load(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Self, Failure> {
        Ok(Self {
            products: list_products(tx, tenant)?,
            province: load_home_province(tx, tenant)?,
            places: list_places(tx, tenant, PlaceLevel::Kelurahan)?,
        })
    }

    /// The code of a kelurahan by its code, or by a name that only one has.
    fn place_code(&self, written: &str) -> Option<String> {
        if let Some(code) = normalise_place_code(written) {
            return self
                .places
                .iter()
                .find(|place| place.code == code)
                .map(|place| place.code.clone());
        }
        let wanted = normalise(written);
        let mut named = self
            .places
            .iter()
            .filter(|place| normalise(&place.name) == wanted);
        let first = named.next()?;
        named.next().is_none().then(|| first.code.clone())
    }
}

/// `24 jam` or `06:00-22:00`, each day alike, or the seven days between commas.
fn read_hours(written: &str) -> Option<OpeningHours> {
    let text = written.trim().to_lowercase();
    if matches!(
        normalise(&text).as_str(),
        "24 jam" | "24" | "24 hours" | "nonstop"
    ) {
        return Some(OpeningHours::ALWAYS);
    }
    if let Ok(week) = text.parse() {
        return Some(week);
    }
    let compact: String = text
        .replace(['–', '—'], "-")
        .chars()
        .filter(|c| *c != ' ')
        .collect();
    let day: DayHours = compact.parse().ok()?;
    (day != DayHours::Closed).then_some(OpeningHours([day; 7]))
}

fn read_number(record: &Record) -> Result<StationNumber, RowProblem> {
    let invalid = || RowProblem::of("number", "number_invalid");
    let written = record.text("number").unwrap_or_default();
    let number: StationNumber = written.parse().map_err(|_| invalid())?;
    let owner = record.text("ownership");
    let said = owner.and_then(|code| OWNERS.iter().find(|(known, _)| *known == code));
    match (said, number.ownership()) {
        (Some((code, said)), Some(known)) if *said != known => {
            Err(RowProblem::of("ownership", "ownership_differs").with("owner", code))
        }
        _ => Ok(number),
    }
}

/// What a row says, over what is known of the station.
fn details(
    known: &Known,
    record: &Record,
    (number, before): (StationNumber, Option<&Station>),
) -> Result<StationDetails, RowProblem> {
    let mut details = match before {
        Some(station) => station.details.clone(),
        None => StationDetails {
            number,
            name: String::new(),
            address: String::new(),
            province: known.province.clone().unwrap_or_default(),
            place_code: None,
            coordinates: None,
            hours: OpeningHours::ALWAYS,
            phone: None,
            owner_company: None,
            is_active: true,
            products: Vec::new(),
        },
    };
    let own = |key: &str| record.text(key).map(str::to_owned);
    details.name = own("name").unwrap_or(details.name);
    details.address = own("address").unwrap_or(details.address);
    details.province = own("province").unwrap_or(details.province);
    details.phone = own("phone").or(details.phone);
    details.owner_company = own("company").or(details.owner_company);
    if let Some(written) = record.text("district") {
        let code = known.place_code(written);
        details.place_code = Some(code.ok_or_else(|| RowProblem::of("district", "place_unknown"))?);
    }
    if let Some(written) = record.text("coordinates") {
        let place = Coordinates::read(written.trim());
        let invalid = || RowProblem::of("coordinates", "coordinates_invalid");
        details.coordinates = Some(place.ok_or_else(invalid)?);
    }
    if let Some(written) = record.text("hours") {
        let invalid = || RowProblem::of("hours", "hours_invalid");
        details.hours = read_hours(written).ok_or_else(invalid)?;
    }
    if let Some(written) = record.text("products") {
        let names = written
            .split([',', ';', '/'])
            .filter(|name| !name.trim().is_empty());
        let codes: Option<Vec<String>> = names
            .map(|name| find_product(&known.products, name).map(|product| product.code.clone()))
            .collect();
        details.products = codes.ok_or_else(|| RowProblem::of("products", "product_unknown"))?;
    }
    if details.name.is_empty() || details.address.is_empty() {
        return Err(RowProblem::of("name", "name_missing"));
    }
    Ok(details)
}

/// The station of a row as it is and as it is to be.
type Reading = Result<(Option<Station>, StationDetails), RowProblem>;

fn read_row(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    known: &Known,
    record: &Record,
) -> Result<Reading, Failure> {
    let number = match read_number(record) {
        Ok(number) => number,
        Err(problem) => return Ok(Err(problem)),
    };
    let found = lookup_station_by_number(tx, tenant, &number)?;
    let before = match found {
        // With the products it sells.
        Some(station) => lookup_station(tx, tenant, station.id)?,
        None => None,
    };
    let after = details(known, record, (number, before.as_ref()));
    Ok(after.map(|after| (before, after)))
}

fn is_same(before: &StationDetails, after: &StationDetails) -> bool {
    let sorted = |details: &StationDetails| {
        let mut products = details.products.clone();
        products.sort_unstable();
        products
    };
    let products = sorted(before) == sorted(after);
    let mut alike = after.clone();
    alike.products.clone_from(&before.products);
    products && *before == alike
}

fn refused(error: ActionError<StationRefusal>) -> RowError {
    match error {
        ActionError::Refused(StationRefusal::Denied(_)) => RowProblem::row("denied").into(),
        ActionError::Refused(refusal) => RowProblem::row(refusal.code()).into(),
        ActionError::KeyReused => Failure::bug("an import used a key").into(),
        ActionError::Failed(failure) => failure.into(),
    }
}

impl ImportTarget for StationTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::FuelStationEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            fl!(texts(Locale::Id), "import-stations-purpose"),
            fl!(texts(Locale::En), "import-stations-purpose"),
        )
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn row_key(&self, record: &Record) -> Option<String> {
        let number: StationNumber = record.text("number")?.parse().ok()?;
        Some(number.digits().to_owned())
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        actor: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let known = Known::load(tx, tenant)?;
        let city = Resource::tenant(tenant);
        let may = actor.may(Action::FuelStationEdit, &city).is_ok();
        let mut previews = Vec::with_capacity(records.len());
        for record in records {
            previews.push(match read_row(tx, tenant, &known, record)? {
                _ if !may => RowPreview::refused(RowProblem::row("denied")),
                Err(problem) => RowPreview::refused(problem),
                Ok((None, _)) => RowPreview::fine(RowOutcome::Created),
                Ok((Some(before), after)) if is_same(&before.details, &after) => {
                    RowPreview::fine(RowOutcome::Unchanged)
                }
                Ok(_) => RowPreview::fine(RowOutcome::Updated),
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
        let (before, after) = read_row(tx, stamp.tenant, &known, row.record)??;
        let Some(before) = before else {
            add_station(tx, stamp, actor, &after).map_err(refused)?;
            return Ok(RowOutcome::Created);
        };
        if is_same(&before.details, &after) {
            return Ok(RowOutcome::Unchanged);
        }
        let change = StationChange {
            station: before.id,
            revision: before.revision,
            details: after,
        };
        change_station(tx, stamp, actor, &change).map_err(refused)?;
        Ok(RowOutcome::Updated)
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        let texts = texts(locale);
        Some(match problem.code.as_str() {
            "number_invalid" => fl!(texts, "import-number-invalid"),
            "ownership_differs" => {
                let code = problem.argument("owner");
                let said = OWNERS.iter().find(|(known, _)| *known == code);
                let owner = ownership_name(said.map(|(_, owner)| *owner), texts);
                fl!(texts, "import-ownership-differs", owner = owner)
            }
            "place_unknown" => fl!(texts, "import-place-unknown"),
            "coordinates_invalid" => fl!(texts, "import-coordinates-invalid"),
            "hours_invalid" => fl!(texts, "import-hours-invalid"),
            "name_missing" => fl!(texts, "import-name-missing"),
            "product_unknown" => fl!(texts, "refusal-product-unknown"),
            "province_invalid" => fl!(texts, "refusal-province-invalid"),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_read_as_lists_write_them() {
        for text in ["24 jam", "24 Jam", "24"] {
            assert_eq!(read_hours(text), Some(OpeningHours::ALWAYS), "{text}");
        }
        let week = read_hours("06.00 – 22.00").map(|week| week.to_string());
        assert_eq!(week.as_deref(), Some(&*["06:00-22:00"; 7].join(",")));
        let days = "24,24,24,24,24,24,-";
        assert_eq!(
            read_hours(days).map(|week| week.to_string()).as_deref(),
            Some(days)
        );
        for text in ["", "-", "pagi", "25:00-26:00"] {
            assert_eq!(read_hours(text), None, "{text}");
        }
    }
}
