//! The monthly recap of an agency.

use std::fmt::Write as _;

use askama::Template;
use authz::{Action, Actor, Denied, Resource};
use base::{AgencyId, Millilitres, MonthOfYear, Rupiah, TenantId};
use budget::{Balance, LineFilter};
use db::{Access, Failure, Tx};
use fuel::{AgencyTotal, StationTotal, VehicleTotal};
use register::Agency;
use serde::Deserialize;
use tabular::{ListCell, ListFormat};
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, Figure, Figures, Locale, PageFrame, QueryState, Site, Staff,
    Texts, fl, render,
};

use super::card::{qr_svg, short_digest};
use super::export::Workbook;
use super::paper::{Paper, Signature, grouped, letterhead, recap_signatures};
use crate::documents;
use crate::office::Office;
use crate::reading::{Names, Wanted};
use crate::texts;

/// What a recap says.
#[derive(Debug, Clone)]
pub(crate) struct Recap {
    pub(super) agency: Agency,
    pub(super) month: MonthOfYear,
    pub(super) products: Vec<AgencyTotal>,
    pub(super) vehicles: Vec<VehicleTotal>,
    pub(super) stations: Vec<StationTotal>,
    pub(super) balance: Balance,
    pub(super) names: Names,
    pub(super) checkpoint: Option<String>,
}

/// The form in which a recap is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RecapQuery {
    format: String,
}

#[derive(Template)]
#[template(path = "recap.html")]
pub(crate) struct RecapPage {
    page: PageFrame,
    texts: Texts,
    recap: Recap,
    office: Office,
    check_url: String,
}

pub(crate) async fn show_recap(
    staff: Staff,
    State(site): State<Site>,
    Path((agency, month)): Path<(AgencyId, MonthOfYear)>,
    QueryState(query): QueryState<RecapQuery>,
) -> Answer {
    let (tenant, actor) = (staff.tenant(), staff.actor().clone());
    let (recap, office) = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            find_recap(tx, tenant, &actor, (agency, month))
        })
        .await??;
    let texts = texts(staff.locale);
    let title = fl!(texts, "recap", agency = recap.agency.short_name.as_str());
    let page = staff
        .page(title)
        .about([agency])
        .counting(recap.vehicles.iter().map(|total| total.vehicle))
        .crumb(fl!(texts, "cards"), "/kartu");
    if query.format == "xlsx" {
        let check_url = recap.check_url(&staff.base_url());
        return workbook(texts, &page, (&recap, &office, &check_url)).answer();
    }
    if query.format == "pdf" {
        let logo = documents::logo_of(&site, tenant, office.logo.as_ref()).await?;
        let request = recap_request((page, logo), &staff.base_url(), (&recap, &office));
        return documents::answer(&site, (staff.origin(), staff.locale), &request).await;
    }
    let check_url = recap.check_url(&staff.base_url());
    render(&RecapPage {
        page,
        texts,
        recap,
        office,
        check_url,
    })
}

/// A recap with its office, for who may see it.
pub(crate) fn find_recap(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    actor: &Actor,
    (agency, month): (AgencyId, MonthOfYear),
) -> Result<Result<(Recap, Office), Denied>, Failure> {
    let resource = Resource::tenant(tenant).agency(agency);
    if actor.may(Action::FuelCardView, &resource).is_err() {
        return Ok(Err(Denied::Hidden));
    }
    let Some(recap) = load_recap(tx, tenant, (agency, month))? else {
        return Ok(Err(Denied::Hidden));
    };
    let office = Office::load(tx, tenant, (&recap.agency, month.last_day()), None)?;
    Ok(Ok((recap, office)))
}

/// A recap as a paper.
pub(crate) fn recap_request(
    (page, logo): (PageFrame, Option<String>),
    base_url: &str,
    (recap, office): (&Recap, &Office),
) -> documents::Request {
    let check_url = recap.check_url(base_url);
    documents::Request {
        file: recap.file_name(),
        content: Paper::new(page, office, &check_url)
            .with_logo(logo)
            .recap(recap),
    }
}

/// Reads what a recap says; who may see it was asked before.
pub(super) fn load_recap(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (id, month): (AgencyId, MonthOfYear),
) -> Result<Option<Recap>, Failure> {
    let Some(agency) = register::lookup_agency(tx, tenant, id)? else {
        return Ok(None);
    };
    let reach = authz::Reach::Some {
        agencies: [id].into(),
        units: std::collections::BTreeSet::new(),
        stations: std::collections::BTreeSet::new(),
        own: None,
    };
    let products = fuel::list_agency_totals(tx, tenant, &reach, month)?;
    let vehicles = fuel::list_vehicle_totals(tx, tenant, id, month)?;
    let stations = fuel::list_station_totals(tx, tenant, id, month)?;
    let filter = LineFilter {
        year: month.year(),
        agency: Some(id),
        month: Some(month),
        search: String::new(),
        with_closed: true,
    };
    let balances = budget::list_agency_balances(tx, tenant, &reach, &filter)?;
    let balance = balances
        .first()
        .map(|(_, balance)| *balance)
        .unwrap_or_default();
    let wanted = Wanted {
        vehicles: vehicles.iter().map(|total| total.vehicle).collect(),
        people: std::collections::BTreeSet::new(),
    };
    let names = Names::load(tx, tenant, &wanted, month.last_day())?;
    let checkpoint = journal::latest_checkpoint(tx, tenant)?;
    let checkpoint = checkpoint.map(|note| journal::short_code(&note));
    Ok(Some(Recap {
        agency,
        month,
        products,
        vehicles,
        stations,
        balance,
        names,
        checkpoint,
    }))
}

impl Recap {
    pub(super) fn totals(&self) -> (i64, Millilitres, Rupiah) {
        let sum = |f: fn(&AgencyTotal) -> i64| self.products.iter().map(f).sum::<i64>();
        (
            sum(|total| total.count),
            Millilitres::new(sum(|total| total.volume.get())),
            Rupiah::new(sum(|total| total.amount.get())),
        )
    }

    /// Where anyone checks the recap.
    fn check_url(&self, base_url: &str) -> String {
        let (agency, month, digest) = (self.agency.id, self.month, self.digest());
        format!("{base_url}/periksa/rekap/{agency}/{month}?sidik={digest}")
    }

    /// What the recap's files are called, without the ending.
    fn file_name(&self) -> String {
        format!("rekap-{}-{}", self.agency.code, self.month)
    }

    pub(super) fn agency_name(&self) -> &str {
        &self.agency.name
    }

    /// A short digest over the recap's figures.
    pub(super) fn digest(&self) -> String {
        let mut text = format!("rekap {} {}\n", self.agency.id, self.month);
        for total in &self.vehicles {
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{} {} {} {}",
                total.vehicle,
                total.count,
                total.volume.get(),
                total.amount.get()
            );
        }
        short_digest(&text)
    }
}

impl RecapPage {
    fn figures(&self) -> Figures {
        let (texts, page) = (self.texts, &self.page);
        let balance = self.recap.balance;
        let (count, volume, amount) = self.recap.totals();
        let month = page.month(self.recap.month);
        Figures::new([
            Figure::new(fl!(texts, "figure-litres"), volume).note(fl!(
                texts,
                "figure-litres-note",
                count = page.count(count)
            )),
            Figure::new(fl!(texts, "figure-amount"), amount).note(month),
            Figure::new(fl!(texts, "figure-allocated"), balance.allocated)
                .note(fl!(texts, "recap-budget")),
            Figure::new(fl!(texts, "figure-available"), balance.available)
                .note(fl!(texts, "recap-budget")),
        ])
    }

    fn products(&self) -> DataTable {
        let rows = self.recap.products.iter().map(|total| {
            let name = self.recap.names.product(&total.product);
            self.row(Cell::text(name), (total.count, total.volume, total.amount))
        });
        self.table("recap-products").rows(rows)
    }

    fn vehicles(&self) -> DataTable {
        let month = self.recap.month;
        let rows = self.recap.vehicles.iter().map(|total| {
            let name = self.recap.names.vehicle(total.vehicle);
            let link = Cell::link(name, format!("/kartu/{}/{month}", total.vehicle))
                .mark(self.page.mark(total.vehicle));
            self.row(link, (total.count, total.volume, total.amount))
        });
        self.table("recap-vehicles").rows(rows)
    }

    fn stations(&self) -> DataTable {
        let rows = self.recap.stations.iter().map(|total| {
            let name = self.recap.names.station(total.station);
            let name = Cell::text(name).mark(self.page.mark(total.station));
            self.row(name, (total.count, total.volume, total.amount))
        });
        self.table("recap-stations").rows(rows)
    }

    fn table(&self, kind: &str) -> DataTable {
        let texts = self.texts;
        let heading = match kind {
            "recap-products" => fl!(texts, "recap-products"),
            "recap-vehicles" => fl!(texts, "recap-vehicles"),
            _ => fl!(texts, "recap-stations"),
        };
        let first = match kind {
            "recap-products" => fl!(texts, "col-product"),
            "recap-vehicles" => fl!(texts, "col-vehicle"),
            _ => fl!(texts, "col-station"),
        };
        DataTable::new(
            heading,
            [
                Column::text(first),
                Column::number(fl!(texts, "col-count")),
                Column::number(fl!(texts, "col-volume")),
                Column::number(fl!(texts, "col-amount")),
            ],
        )
    }

    fn row(&self, name: Cell, (count, volume, amount): (i64, Millilitres, Rupiah)) -> [Cell; 4] {
        [
            name,
            Cell::text(self.page.count(count)),
            Cell::text(volume),
            Cell::text(amount),
        ]
    }

    fn address(&self) -> &str {
        self.recap.agency.address.as_deref().unwrap_or("")
    }

    fn signatures(&self) -> Vec<Signature> {
        recap_signatures(self.texts, &self.office)
    }

    fn sealed(&self) -> String {
        self.recap
            .checkpoint
            .clone()
            .unwrap_or_else(|| fl!(self.texts, "card-sealed-none"))
    }

    fn qr(&self) -> String {
        qr_svg(&self.check_url)
    }
}

fn workbook(
    texts: Texts,
    page: &PageFrame,
    (recap, office, check_url): (&Recap, &Office, &str),
) -> Workbook {
    let (count, volume, amount) = recap.totals();
    let agency = page.marked(recap.agency.id, &recap.agency.name);
    let rows = recap.vehicles.iter().map(|total| {
        vec![
            ListCell::from(
                page.marked(total.vehicle, recap.names.vehicle(total.vehicle))
                    .as_str(),
            ),
            ListCell::Integer(total.count),
            ListCell::Integer(total.volume.get()),
            ListCell::Integer(total.amount.get()),
        ]
    });
    Workbook {
        file: recap.file_name(),
        sheet: fl!(texts, "sheet-recap"),
        letterhead: letterhead(
            (texts, page, office),
            (&agency, fl!(texts, "recap-title")),
            recap.month,
            (recap.digest(), recap.checkpoint.as_ref(), check_url),
        ),
        columns: vec![
            (fl!(texts, "col-vehicle"), ListFormat::Text),
            (fl!(texts, "col-count"), ListFormat::Integer),
            (fl!(texts, "col-volume"), ListFormat::Litres),
            (fl!(texts, "col-amount"), ListFormat::Rupiah),
        ],
        notes: vec![
            (
                fl!(texts, "agency"),
                page.marked(recap.agency.id, &recap.agency.name),
            ),
            (fl!(texts, "card-month"), page.month(recap.month)),
            (fl!(texts, "card-digest"), grouped(recap.digest())),
            (fl!(texts, "export-made"), page.at(page.now)),
        ],
        rows: rows.collect(),
        total: vec![
            fl!(texts, "card-total").as_str().into(),
            ListCell::Integer(count),
            ListCell::Integer(volume.get()),
            ListCell::Integer(amount.get()),
        ],
    }
}

impl web::Samples for RecapPage {
    const NAME: &'static str = "recap";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let sample = super::redemption::sample_redemption();
        let agency = Agency {
            id: sample.agency,
            code: "1.02".to_owned(),
            name: "Dinas Kesehatan Kota Kupang".to_owned(),
            short_name: "Dinas Kesehatan".to_owned(),
            address: Some("Jalan S. K. Lerik, Kelapa Lima".to_owned()),
            contact: None,
            head_title: None,
            head_name: None,
            head_nip: None,
            is_active: true,
            revision: 0,
        };
        let (volume, amount) = (sample.volume, sample.amount);
        let full = Recap {
            agency: agency.clone(),
            month: super::redemption::sample_month(),
            products: vec![AgencyTotal {
                agency: sample.agency,
                product: "pertamax".to_owned(),
                count: 1,
                volume,
                amount,
            }],
            vehicles: vec![VehicleTotal {
                vehicle: sample.vehicle,
                count: 1,
                volume,
                amount,
                doubtful: 1,
            }],
            stations: vec![StationTotal {
                station: sample.station,
                count: 1,
                volume,
                amount,
            }],
            balance: Balance::default(),
            names: Names::default(),
            checkpoint: None,
        };
        let empty = Recap {
            products: Vec::new(),
            vehicles: Vec::new(),
            stations: Vec::new(),
            ..full.clone()
        };
        let page = |recap| Self {
            page: PageFrame::sample(
                locale,
                fl!(texts, "recap", agency = agency.short_name.as_str()),
            ),
            texts,
            recap,
            office: Office::default(),
            check_url: "https://bbm.example/periksa/rekap/x".to_owned(),
        };
        vec![("filled", page(full)), ("empty", page(empty))]
    }
}
