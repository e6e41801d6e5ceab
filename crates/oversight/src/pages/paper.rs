//! The data of official papers, as the worker for documents reads it.
//!
//! Papers are Indonesian whatever language the page was read in. The shape is that of the examples in
//! `crates/documents/samples`, which a test compares.

use base::{CivilDate, Millilitres, MonthOfYear, Rupiah, format_scaled};
use fleet::Meter;
use register::Agency;
use serde::Serialize;
use serde_json::{Value, json};
use web::{Locale, PageFrame, SampleShare, Texts, fl};

use super::card::Card;
use super::recap::Recap;
use super::words::{doubt_codes_text, quota_sentence};
use crate::office::{Office, Signatory};
use crate::texts;

/// One who signs, with the words above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Signature {
    pub(crate) above: String,
    pub(crate) post: String,
    pub(crate) name: String,
    pub(crate) nip: String,
}

impl Signature {
    fn new(above: String, post: String, who: &Signatory) -> Self {
        Self {
            above,
            post: if who.post.is_empty() {
                post
            } else {
                who.post.clone()
            },
            name: who.name.clone(),
            nip: who.nip.clone(),
        }
    }
}

/// Who signs a card: head, fuel officer, driver.
pub(crate) fn card_signatures(texts: Texts, office: &Office) -> Vec<Signature> {
    let none = String::new;
    vec![
        Signature::new(
            fl!(texts, "sign-known"),
            fl!(texts, "sign-head"),
            &office.head,
        ),
        Signature::new(none(), fl!(texts, "sign-fuel"), &office.fuel),
        Signature::new(none(), fl!(texts, "sign-driver"), &office.driver),
    ]
}

/// Who signs a recap: head, activity officer, fuel officer.
pub(crate) fn recap_signatures(texts: Texts, office: &Office) -> Vec<Signature> {
    let none = String::new;
    vec![
        Signature::new(
            fl!(texts, "sign-known"),
            fl!(texts, "sign-head"),
            &office.head,
        ),
        Signature::new(none(), fl!(texts, "sign-activity"), &office.activity),
        Signature::new(none(), fl!(texts, "sign-fuel"), &office.fuel),
    ]
}

/// A digest in groups of four, as people read it aloud.
pub(crate) fn grouped(digest: impl AsRef<str>) -> String {
    let signs: Vec<char> = digest.as_ref().chars().collect();
    let groups: Vec<String> = signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// The lines above the table of a paper's workbook: who, what, when, and how anyone checks it.
pub(super) fn letterhead(
    (texts, page, office): (Texts, &PageFrame, &Office),
    (agency, title): (&str, String),
    month: MonthOfYear,
    (digest, checkpoint, check_url): (String, Option<&String>, &str),
) -> Vec<String> {
    let none = || fl!(texts, "card-sealed-none");
    let sealed = checkpoint.cloned().unwrap_or_else(none);
    let line = |name: String, value: &str| format!("{name}: {value}");
    let mut lines = vec![
        office.government.clone(),
        agency.to_owned(),
        title,
        line(fl!(texts, "card-month"), &page.month(month)),
        line(fl!(texts, "card-sealed"), &sealed),
        line(fl!(texts, "card-digest"), &grouped(digest)),
        line(fl!(texts, "sheet-check"), check_url),
    ];
    if page.city.simulated {
        lines.push(fl!(texts, "sheet-simulated"));
    }
    if page.samples != SampleShare::None {
        lines.push(fl!(texts, "sheet-sample"));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// A paper about to be printed.
pub(crate) struct Paper<'a> {
    page: PageFrame,
    texts: Texts,
    office: &'a Office,
    check_url: &'a str,
    /// The file of the letterhead's logo in Base64.
    logo: Option<String>,
}

impl<'a> Paper<'a> {
    /// A paper of an office; anyone checks it at this address.
    pub(crate) fn new(mut page: PageFrame, office: &'a Office, check_url: &'a str) -> Self {
        page.locale = Locale::Id;
        Self {
            page,
            texts: texts(Locale::Id),
            office,
            check_url,
            logo: None,
        }
    }

    /// Sets the file of the letterhead's logo.
    pub(crate) fn with_logo(mut self, logo: Option<String>) -> Self {
        self.logo = logo;
        self
    }

    /// Kartu kendali of a vehicle and month.
    pub(super) fn card(&self, card: &Card) -> Value {
        let (texts, page) = (self.texts, &self.page);
        let vehicle = &card.vehicle;
        let rows: Vec<Value> = card
            .lines
            .iter()
            .map(|line| {
                json!({
                    "at": page.at(line.dispensed_at),
                    "voucher": fuel::grouped(&line.code),
                    "driver": card.names.person(line.driver),
                    "station": card.names.station(line.station),
                    "product": card.names.product(&line.product),
                    "meter": line.meter_value.map_or_else(String::new, |value| page.count(value)),
                    "volume": litres(line.volume),
                    "price": rupiah(line.price),
                    "amount": rupiah(line.amount),
                    "remarks": doubt_codes_text(texts, &line.doubts),
                })
            })
            .collect();
        let (volume, amount) = card.totals();
        let subject = match vehicle.plate.as_deref() {
            Some(plate) => fl!(texts, "paper-plate", plate = plate),
            None => fl!(texts, "paper-machine", code = fleet::short_code(vehicle.id)),
        };
        let seal = self.seal(&subject, &card.digest(), card.checkpoint.as_ref());
        let signatures = card_signatures(texts, self.office);
        let data = json!({
            "heading": self.heading((card.agency.as_ref(), card.month), &signatures, &seal),
            "vehicle": {
                "name": page.marked(vehicle.id, vehicle.name()),
                "label": if vehicle.plate.is_some() { vehicle.label.as_str() } else { "" },
            },
            "quota": quota_sentence(texts, card.quota.as_ref()),
            "consumption": card.consumption(texts),
            "counts_hours": vehicle.meter == Meter::HourMeter,
            "total": sum((count_of(rows.len()), volume, amount)),
            "rows": rows,
        });
        self.request("kartu-kendali", &data)
    }

    /// Rekapitulasi of an agency and month.
    pub(super) fn recap(&self, recap: &Recap) -> Value {
        let (texts, page) = (self.texts, &self.page);
        let row = |name: &str, note: &str, of| json!({"name": name, "note": note, "sum": sum(of)});
        let vehicles: Vec<Value> = recap
            .vehicles
            .iter()
            .map(|one| {
                let known = recap.names.vehicles.get(&one.vehicle);
                let with_plate = known.filter(|vehicle| vehicle.plate.is_some());
                let note = with_plate.map_or("", |vehicle| vehicle.label.as_str());
                row(
                    &page.marked(one.vehicle, recap.names.vehicle(one.vehicle)),
                    note,
                    (one.count, one.volume, one.amount),
                )
            })
            .collect();
        let products = recap.products.iter().map(|one| {
            row(
                recap.names.product(&one.product),
                "",
                (one.count, one.volume, one.amount),
            )
        });
        let stations = recap.stations.iter().map(|one| {
            row(
                recap.names.station(one.station),
                "",
                (one.count, one.volume, one.amount),
            )
        });
        let (agency, balance) = (&recap.agency, recap.balance);
        let subject = fl!(texts, "paper-agency", code = agency.code.as_str());
        let seal = self.seal(&subject, &recap.digest(), recap.checkpoint.as_ref());
        let signatures = recap_signatures(texts, self.office);
        let data = json!({
            "heading": self.heading((Some(agency), recap.month), &signatures, &seal),
            "allocated": balance.allocated.to_string(),
            "posted": balance.posted.to_string(),
            "pending": balance.pending.to_string(),
            "available": balance.available.to_string(),
            "vehicles": vehicles,
            "products": products.collect::<Vec<_>>(),
            "stations": stations.collect::<Vec<_>>(),
            "total": sum(recap.totals()),
        });
        self.request("rekap-bulanan", &data)
    }

    fn request(&self, template: &str, data: &Value) -> Value {
        let seconds = self.page.now.get().div_euclid(1_000_000);
        let made_at = base::UtcMicros::new(seconds * 1_000_000).to_string();
        json!({"made_at": made_at, "template": template, "data": data})
    }

    fn heading(
        &self,
        (agency, month): (Option<&Agency>, MonthOfYear),
        signatures: &[Signature],
        seal: &Value,
    ) -> Value {
        let page = &self.page;
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        let until = self.until(month);
        let logo = self.office.logo.as_ref().zip(self.logo.as_ref());
        let logo = logo.map(|(logo, jpeg)| json!({"jpeg": jpeg, "alt": logo.alt}));
        json!({
            "letterhead": {
                "government": self.office.government,
                "agency": agency.map_or("", |agency| agency.name.as_str()),
                "address": text(agency.and_then(|agency| agency.address.as_ref())),
                "contact": text(agency.and_then(|agency| agency.contact.as_ref())),
                "logo": logo,
            },
            "period": self.period(month, until),
            "printed": page.at(page.now),
            "place_and_day": format!("{}, {}", self.office.place, page.date(until)),
            "simulated": page.city.simulated,
            "sample": page.samples != SampleShare::None,
            "signatures": signatures,
            "seal": seal,
        })
    }

    /// The last day that the paper speaks of.
    fn until(&self, month: MonthOfYear) -> CivilDate {
        month
            .last_day()
            .min(self.page.city.zone.date(self.page.now))
    }

    fn period(&self, month: MonthOfYear, until: CivilDate) -> String {
        let (name, day) = (self.page.month(month), self.page.date(until));
        if until < month.last_day() {
            fl!(self.texts, "paper-so-far", month = name, day = day)
        } else {
            name
        }
    }

    fn seal(&self, subject: &str, digest: &str, checkpoint: Option<&String>) -> Value {
        let site = self.check_url.split("/periksa/").next().unwrap_or_default();
        let host = site.split("://").nth(1).unwrap_or(site);
        json!({
            "url": self.check_url,
            "short_url": format!("{host}/periksa"),
            "subject": subject,
            "digest": grouped(digest),
            "checkpoint": checkpoint.cloned().unwrap_or_default(),
        })
    }
}

fn litres(volume: Millilitres) -> String {
    format_scaled(volume.get(), 3)
}

fn rupiah(amount: Rupiah) -> String {
    format_scaled(amount.get(), 0)
}

fn count_of(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn sum((count, volume, amount): (i64, Millilitres, Rupiah)) -> Value {
    json!({"count": format_scaled(count, 0), "volume": litres(volume), "amount": rupiah(amount)})
}
