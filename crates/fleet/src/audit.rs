//! The words for vehicles in "Jejak audit".

use authz::{Action, Resource};
use base::Uuid;
use db::{Failure, Tx};
use journal::ImageValue;
use register::{AuditReader, AuditRow, AuditSubject, AuditWords, Shape};
use web::{Locale, fl};

use crate::pages::find::class_name;
use crate::pages::words::{
    colour_text, duty_text, fuel_text, kind_text, letter_text, meter_text, source_text, state_text,
    unknown_text, verdict_text,
};
use crate::{lookup_class, lookup_unknown, lookup_vehicle, texts};

/// The histories of vehicles, their classes, and of plates that are not in the register.
#[derive(Debug, Clone, Copy, Default)]
pub struct FleetAudit;

impl AuditWords for FleetAudit {
    fn kinds(&self) -> &[&'static str] {
        &["vehicle", "vehicle_class", "unknown_vehicle"]
    }

    fn tables(&self) -> &[&'static str] {
        &[
            "vehicle_class",
            "vehicle",
            "plate",
            "vehicle_status",
            "vehicle_person",
            "vehicle_letter",
            "meter_reading",
            "meter_outage",
            "unknown_vehicle",
            "vehicle_merge",
        ]
    }

    fn subject(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        kind: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        let (tenant, city) = (reader.tenant, Resource::tenant(reader.tenant));
        let words = texts(reader.locale);
        let found = match kind {
            "vehicle" => lookup_vehicle(tx, tenant, id.into(), reader.today())?.map(|found| {
                let place = city.clone().agency(found.agency).unit(found.unit);
                (found.name().to_owned(), format!("/kendaraan/{id}"), place)
            }),
            "unknown_vehicle" => lookup_unknown(tx, tenant, id)?
                .map(|found| (found.text, format!("/plat-tak-dikenal/{id}"), city)),
            // Classes have no ids: the city's are one record.
            _ if id == tenant.uuid() => Some((
                fl!(words, "audit-classes"),
                "/kendaraan/kelas".to_owned(),
                city,
            )),
            _ => None,
        };
        Ok(found.map(|(title, href, resource)| AuditSubject {
            title,
            href,
            resource,
            view: Action::FleetVehicleView,
        }))
    }

    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        let words = texts(locale);
        Some(match code {
            "fleet.vehicle.edit" => fl!(words, "did-vehicle-edit"),
            "fleet.holder.edit" => fl!(words, "did-holder-edit"),
            "fleet.odometer.correct" => fl!(words, "did-odometer-correct"),
            "fleet.letter.edit" => fl!(words, "did-letter-edit"),
            "fleet.unknown.resolve" => fl!(words, "did-unknown-resolve"),
            _ => return None,
        })
    }

    fn row(&self, locale: Locale, table: &str) -> Option<String> {
        let words = texts(locale);
        Some(match table {
            "plate" => fl!(words, "audit-plate"),
            "vehicle_status" => fl!(words, "audit-status"),
            "vehicle_person" => fl!(words, "audit-assignment"),
            "vehicle_letter" => fl!(words, "audit-letter"),
            "meter_reading" => fl!(words, "audit-reading"),
            "meter_outage" => fl!(words, "audit-outage"),
            "vehicle_merge" => fl!(words, "audit-merge"),
            "vehicle_class" => fl!(words, "audit-class-row"),
            _ => return None,
        })
    }

    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        let words = texts(locale);
        Some(match (table, column) {
            (_, "agency_id") => fl!(words, "audit-agency-id"),
            (_, "unit_id") => fl!(words, "audit-unit-id"),
            ("vehicle_class", "code") => fl!(words, "audit-code"),
            ("vehicle_class", "name") | ("vehicle", "label") => fl!(words, "audit-name"),
            ("vehicle_class", "name_en") => fl!(words, "audit-name-en"),
            (_, "kind") => fl!(words, "audit-kind"),
            ("vehicle_class" | "vehicle", "meter") => fl!(words, "audit-meter"),
            ("vehicle_class", "norm_low_ml") => fl!(words, "audit-norm-low-ml"),
            ("vehicle_class", "norm_high_ml") => fl!(words, "audit-norm-high-ml"),
            ("vehicle", "class_code") => fl!(words, "audit-class-code"),
            ("vehicle", "asset_code") => fl!(words, "audit-asset-code"),
            ("vehicle", "register_number") => fl!(words, "audit-register-number"),
            ("vehicle", "brand") => fl!(words, "audit-brand"),
            ("vehicle", "type_name") => fl!(words, "audit-type-name"),
            ("vehicle", "size") => fl!(words, "audit-size"),
            ("vehicle", "material") => fl!(words, "audit-material"),
            ("vehicle", "bought_year") => fl!(words, "audit-bought-year"),
            ("vehicle", "factory_number") => fl!(words, "audit-factory-number"),
            ("vehicle", "chassis_number") => fl!(words, "audit-chassis-number"),
            ("vehicle", "engine_number") => fl!(words, "audit-engine-number"),
            ("vehicle", "bpkb_number") => fl!(words, "audit-bpkb-number"),
            ("vehicle", "origin") => fl!(words, "audit-origin"),
            ("vehicle", "price_rupiah") => fl!(words, "audit-price-rupiah"),
            ("vehicle", "condition") => fl!(words, "audit-condition"),
            ("vehicle", "remark") => fl!(words, "audit-remark"),
            ("vehicle" | "plate", "plate") => fl!(words, "audit-plate"),
            ("vehicle", "tank_ml") => fl!(words, "audit-tank-ml"),
            ("vehicle", "fuel_kind") => fl!(words, "audit-fuel-kind"),
            ("vehicle", "default_product") => fl!(words, "audit-default-product"),
            ("vehicle", "products") => fl!(words, "audit-products"),
            ("vehicle", "is_sensitive") => fl!(words, "audit-is-sensitive"),
            ("vehicle", "work_pattern") => fl!(words, "audit-work-pattern"),
            ("vehicle", "merged_into_id") => fl!(words, "audit-merged-into-id"),
            ("plate", "colour") => fl!(words, "audit-colour"),
            (_, "from_on") => fl!(words, "audit-from-on"),
            (_, "until_on") | ("meter_outage", "until_at") => fl!(words, "audit-until-on"),
            (_, "reason") => fl!(words, "audit-reason"),
            (_, "state") => fl!(words, "audit-state"),
            ("vehicle_status", "reference") => fl!(words, "audit-reference"),
            ("vehicle_person", "person_id") => fl!(words, "audit-person-id"),
            ("vehicle_person", "duty") => fl!(words, "audit-duty"),
            ("vehicle_person", "decree_number") => fl!(words, "audit-decree-number"),
            ("vehicle_letter", "number") => fl!(words, "audit-number"),
            ("vehicle_letter", "issuer") => fl!(words, "audit-issuer"),
            ("vehicle_letter", "product") => fl!(words, "audit-product"),
            ("vehicle_letter", "volume_max_ml") => fl!(words, "audit-volume-max-ml"),
            ("vehicle_letter", "withdrawn_at") => fl!(words, "audit-withdrawn-at"),
            ("meter_reading", "at") => fl!(words, "audit-read-at"),
            ("meter_reading", "value") => fl!(words, "audit-value"),
            ("meter_reading", "source") => fl!(words, "audit-source"),
            ("meter_reading", "filled_ml") => fl!(words, "audit-filled-ml"),
            ("meter_reading", "verdict") => fl!(words, "audit-verdict"),
            ("meter_outage", "from_at") => fl!(words, "audit-from-at"),
            ("unknown_vehicle", "text") => fl!(words, "audit-text"),
            ("unknown_vehicle", "count") => fl!(words, "audit-count"),
            ("unknown_vehicle", "first_seen_at") => fl!(words, "audit-first-seen-at"),
            ("unknown_vehicle", "last_seen_at") => fl!(words, "audit-last-seen-at"),
            (_, "vehicle_id") => fl!(words, "audit-vehicle-id"),
            ("unknown_vehicle", "resolved_at") => fl!(words, "audit-resolved-at"),
            ("vehicle_merge", "kept_id") => fl!(words, "audit-kept-id"),
            ("vehicle_merge", "dropped_id") => fl!(words, "audit-dropped-id"),
            _ => return None,
        })
    }

    fn shape(&self, table: &str, column: &str, _: &AuditRow) -> Shape {
        match (table, column) {
            ("vehicle_merge", "kept_id" | "dropped_id") | ("vehicle", "merged_into_id") => {
                Shape::Record("vehicle")
            }
            ("meter_reading", "at") => Shape::Instant,
            // The verdict says in words what these say in numbers.
            ("meter_reading", "total" | "is_usable" | "expected_low" | "expected_high") => {
                Shape::Hidden
            }
            ("vehicle", "class_code") => Shape::Codes("vehicle_class"),
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
        let words = texts(locale);
        let ImageValue::Text(code) = value else {
            return None;
        };
        match (table, column) {
            ("vehicle_letter", "kind") => code.parse().ok().map(|kind| letter_text(words, kind)),
            (_, "kind") => code.parse().ok().map(|kind| kind_text(words, kind)),
            (_, "meter") => code.parse().ok().map(|meter| meter_text(words, meter)),
            (_, "fuel_kind") => code.parse().ok().map(|fuel| fuel_text(words, fuel)),
            (_, "colour") => code.parse().ok().map(|colour| colour_text(words, colour)),
            ("unknown_vehicle", "state") => {
                code.parse().ok().map(|state| unknown_text(words, state))
            }
            (_, "state") => code.parse().ok().map(|state| state_text(words, state)),
            (_, "duty") => code.parse().ok().map(|duty| duty_text(words, duty)),
            (_, "source") => code.parse().ok().map(|source| source_text(words, source)),
            (_, "verdict") => code
                .parse()
                .ok()
                .map(|verdict| verdict_text(words, verdict)),
            (_, "products") if code.is_empty() => Some(fl!(words, "products-any")),
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
        if kind != "vehicle_class" {
            return Ok(None);
        }
        let class = lookup_class(tx, reader.tenant, code)?;
        Ok(class.map(|class| class_name(&class, reader.locale).to_owned()))
    }
}
