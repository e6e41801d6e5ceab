//! The words for stations, prices, products, contracts, pump phones and shifts in "Jejak audit".

use authz::{Action, Resource};
use base::Uuid;
use db::{Failure, Tx};
use journal::ImageValue;
use register::{AuditReader, AuditRow, AuditSubject, AuditWords, Shape};
use web::{Locale, fl};

use crate::model::number::StationNumber;
use crate::model::shift::ShiftEnding;
use crate::{store, texts, words};

/// The histories of stations and of all that belongs to them.
#[derive(Debug, Clone, Copy, Default)]
pub struct StationsAudit;

impl AuditWords for StationsAudit {
    fn kinds(&self) -> &[&'static str] {
        &[
            "station",
            "contract",
            "device",
            "shift",
            "product",
            "price_notice",
            "product_rule",
        ]
    }

    fn tables(&self) -> &[&'static str] {
        &[
            "fuel_product",
            "station",
            "station_product",
            "stock_out",
            "price_notice",
            "product_rule",
            "station_contract",
            "device",
            "shift",
        ]
    }

    fn subject(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        kind: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        match kind {
            "station" => station(tx, reader, id.into()),
            "contract" => contract(tx, reader, id),
            "device" => device(tx, reader, id),
            "shift" => shift(tx, reader, id),
            "product" => product(tx, reader, id),
            "price_notice" => price_notice(tx, reader, id),
            _ => product_rule(tx, reader, id),
        }
    }

    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        let words = texts(locale);
        Some(match code {
            "fuel.price.edit" => fl!(words, "did-price-edit"),
            "fuel.rule.edit" => fl!(words, "did-rule-edit"),
            "fuel.station.edit" => fl!(words, "did-station-edit"),
            "fuel.contract.edit" => fl!(words, "did-contract-edit"),
            "fuel.stock.report" => fl!(words, "did-stock-report"),
            "fuel.shift.open" => fl!(words, "did-shift"),
            "identity.device.enrol" => fl!(words, "did-device-enrol"),
            _ => return None,
        })
    }

    fn row(&self, locale: Locale, table: &str) -> Option<String> {
        let words = texts(locale);
        Some(match table {
            "station_product" => fl!(words, "audit-station-product"),
            "stock_out" => fl!(words, "audit-stock-out"),
            _ => return None,
        })
    }

    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        let words = texts(locale);
        Some(match (table, column) {
            ("fuel_product", "code") => fl!(words, "audit-code"),
            ("fuel_product" | "station" | "device", "name") => fl!(words, "audit-name"),
            ("fuel_product", "kind") => fl!(words, "audit-kind"),
            ("fuel_product", "subsidy_class") => fl!(words, "audit-subsidy-class"),
            ("fuel_product", "grade") => fl!(words, "audit-grade"),
            ("fuel_product", "substitutes") => fl!(words, "audit-substitutes"),
            ("fuel_product" | "station", "is_active") => fl!(words, "audit-is-active"),
            ("station" | "station_contract", "number") => fl!(words, "audit-number"),
            ("station", "address") => fl!(words, "audit-address"),
            ("station" | "price_notice", "province") => fl!(words, "audit-province"),
            ("station", "place_code") => fl!(words, "audit-place-code"),
            ("station", "latitude") => fl!(words, "audit-latitude"),
            ("station", "longitude") => fl!(words, "audit-longitude"),
            ("station", "hours") => fl!(words, "audit-hours"),
            ("station", "phone") => fl!(words, "audit-phone"),
            ("station", "owner_company") => fl!(words, "audit-owner-company"),
            (_, "station_id") => fl!(words, "audit-station-id"),
            (_, "product") => fl!(words, "audit-product"),
            ("station_product", "is_offered") => fl!(words, "audit-is-offered"),
            ("stock_out", "out_at") => fl!(words, "audit-out-at"),
            ("stock_out", "out_by") => fl!(words, "audit-out-by"),
            ("stock_out", "back_at") => fl!(words, "audit-back-at"),
            ("stock_out", "back_by") => fl!(words, "audit-back-by"),
            ("price_notice", "price") => fl!(words, "audit-price"),
            ("price_notice", "valid_from_at") => fl!(words, "audit-valid-from-at"),
            ("price_notice", "valid_until_at") => fl!(words, "audit-valid-until-at"),
            ("price_notice", "source_number") => fl!(words, "audit-source-number"),
            ("price_notice", "source_on") => fl!(words, "audit-source-on"),
            ("price_notice", "is_late") => fl!(words, "audit-is-late"),
            ("price_notice" | "device", "withdrawn_at") => fl!(words, "audit-withdrawn-at"),
            ("price_notice", "withdrawn_by") => fl!(words, "audit-withdrawn-by"),
            ("product_rule", "vehicle_class") => fl!(words, "audit-vehicle-class"),
            ("product_rule", "level") => fl!(words, "audit-level"),
            ("product_rule", "decision") => fl!(words, "audit-decision"),
            ("product_rule", "reason") => fl!(words, "audit-reason"),
            ("product_rule", "legal_basis") => fl!(words, "audit-legal-basis"),
            ("product_rule", "is_lifted_by_letter") => fl!(words, "audit-is-lifted-by-letter"),
            ("product_rule" | "station_contract", "from_on") => fl!(words, "audit-from-on"),
            ("product_rule", "ends_on") => fl!(words, "audit-ends-on"),
            ("station_contract", "until_on") => fl!(words, "audit-until-on"),
            ("station_contract", "means") => fl!(words, "audit-means"),
            ("station_contract", "deposit") => fl!(words, "audit-deposit"),
            ("device", "state") => fl!(words, "audit-state"),
            ("device", "link_expires_at") => fl!(words, "audit-link-expires-at"),
            ("device", "enrolled_at") => fl!(words, "audit-enrolled-at"),
            ("shift", "device_id") => fl!(words, "audit-device-id"),
            ("shift", "person_id") => fl!(words, "audit-person-id"),
            ("shift", "opened_at") => fl!(words, "audit-opened-at"),
            ("shift", "ends_at") => fl!(words, "audit-ends-at"),
            ("shift", "closed_at") => fl!(words, "audit-closed-at"),
            ("shift", "ending") => fl!(words, "audit-ending"),
            _ => return None,
        })
    }

    fn shape(&self, _: &str, column: &str, _: &AuditRow) -> Shape {
        match column {
            "out_by" | "back_by" | "withdrawn_by" => Shape::Record("person"),
            _ => Shape::of_name(column),
        }
    }

    fn value(
        &self,
        locale: Locale,
        table: &str,
        column: &str,
        value: &ImageValue,
    ) -> Option<String> {
        let own = texts(locale);
        let ImageValue::Text(code) = value else {
            return None;
        };
        match (table, column) {
            (_, "kind") => code.parse().ok().map(|kind| words::kind_name(kind, own)),
            (_, "subsidy_class") => code.parse().ok().map(|class| words::class_name(class, own)),
            ("station", "number") => code
                .parse()
                .ok()
                .map(|number: StationNumber| number.to_string()),
            (_, "hours") => code
                .parse()
                .ok()
                .map(|hours| words::hours_text(&hours, locale)),
            (_, "level") => code.parse().ok().map(|level| words::level_name(level, own)),
            (_, "decision") => code
                .parse()
                .ok()
                .map(|decision| words::decision_name(decision, own)),
            (_, "vehicle_class") => Some(words::vehicle_class_name(Some(code), own)),
            (_, "means") => code.parse().ok().map(|means| words::means_name(means, own)),
            ("device", "state") => code
                .parse()
                .ok()
                .map(|state| words::device_name(state, own)),
            (_, "ending") => code.parse().ok().map(|ending| match ending {
                ShiftEnding::Closed => fl!(own, "audit-ending-closed"),
                ShiftEnding::TimeOver => fl!(own, "audit-ending-time-over"),
                ShiftEnding::DeviceWithdrawn => fl!(own, "audit-ending-withdrawn"),
            }),
            _ => None,
        }
    }

    fn code_name(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        kind: &str,
        code: &str,
    ) -> Result<Option<String>, Failure> {
        if kind != "product" {
            return Ok(None);
        }
        let product = store::product::lookup_product(tx, reader.tenant, code)?;
        Ok(product.map(|product| product.details.name))
    }
}

type Found = Result<Option<AuditSubject>, Failure>;

/// What every city official may see of stations lies nowhere in particular.
fn subject(reader: &AuditReader, title: String, href: String, view: Action) -> AuditSubject {
    AuditSubject {
        title,
        href,
        resource: Resource::tenant(reader.tenant),
        view,
    }
}

fn station(tx: &mut Tx<'_>, reader: &AuditReader, id: base::StationId) -> Found {
    let found = store::station::lookup_station(tx, reader.tenant, id)?;
    Ok(found.map(|found| {
        let (name, href) = (found.details.name, format!("/spbu/{id}"));
        subject(reader, name, href, Action::FuelStationView)
    }))
}

fn contract(tx: &mut Tx<'_>, reader: &AuditReader, id: Uuid) -> Found {
    let found = store::contract::lookup_contract(tx, reader.tenant, id.into())?;
    Ok(found.map(|found| {
        let href = format!("/spbu/{}", found.station);
        subject(reader, found.content.number, href, Action::FuelStationView)
    }))
}

fn device(tx: &mut Tx<'_>, reader: &AuditReader, id: Uuid) -> Found {
    let found = store::device::lookup_device(tx, reader.tenant, id.into())?;
    Ok(found.map(|found| {
        let href = format!("/spbu/{}", found.station);
        subject(reader, found.name, href, Action::IdentityDeviceEnrol)
    }))
}

fn shift(tx: &mut Tx<'_>, reader: &AuditReader, id: Uuid) -> Found {
    let Some(found) = store::shift::lookup_shift(tx, reader.tenant, id.into())? else {
        return Ok(None);
    };
    let person = identity::lookup_person(tx, reader.tenant, found.attendant)?;
    let opened = reader.zone.local(found.opened_at);
    let title = fl!(
        texts(reader.locale),
        "audit-shift-of",
        name = person.map(|person| person.name).unwrap_or_default(),
        at = opened.strftime("%d/%m/%Y %H:%M").to_string()
    );
    // The station's page leads on to the recap, for those who may see what was dispensed.
    let href = format!("/spbu/{}", found.station);
    Ok(Some(subject(
        reader,
        title,
        href,
        Action::IdentityDeviceEnrol,
    )))
}

fn product(tx: &mut Tx<'_>, reader: &AuditReader, id: Uuid) -> Found {
    let products = store::product::list_products(tx, reader.tenant)?;
    let found = products.into_iter().find(|product| product.id == id);
    Ok(found.map(|found| {
        let href = "/produk".to_owned();
        subject(reader, found.details.name, href, Action::FuelPriceView)
    }))
}

fn price_notice(tx: &mut Tx<'_>, reader: &AuditReader, id: Uuid) -> Found {
    let Some(found) = store::price::lookup_price_notice(tx, reader.tenant, id.into())? else {
        return Ok(None);
    };
    let product = store::product::lookup_product(tx, reader.tenant, &found.product)?;
    let name = product.map_or(found.product, |product| product.details.name);
    let title = format!("{name}, {}", found.source_number);
    let href = "/harga".to_owned();
    Ok(Some(subject(reader, title, href, Action::FuelPriceView)))
}

fn product_rule(tx: &mut Tx<'_>, reader: &AuditReader, id: Uuid) -> Found {
    let Some(found) = store::rule::lookup_product_rule(tx, reader.tenant, id.into())? else {
        return Ok(None);
    };
    let product = store::product::lookup_product(tx, reader.tenant, &found.content.product)?;
    let name = product.map_or(found.content.product, |product| product.details.name);
    let class = found.content.vehicle_class;
    let class = words::vehicle_class_name(class.as_deref(), texts(reader.locale));
    let title = format!("{name}, {class}");
    let href = "/aturan-produk".to_owned();
    Ok(Some(subject(reader, title, href, Action::FuelPriceView)))
}
