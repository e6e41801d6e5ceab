//! The words for imported purchases in "Jejak audit".

use authz::{Action, Resource};
use base::Uuid;
use db::{Failure, Tx};
use register::{AuditReader, AuditRow, AuditSubject, AuditWords, Shape};
use web::{Locale, fl};

use crate::texts;

/// The histories of imports of purchases; a purchase's later changes stand with its vehicle.
#[derive(Debug, Clone, Copy, Default)]
pub struct PurchasesAudit;

impl AuditWords for PurchasesAudit {
    fn kinds(&self) -> &[&'static str] {
        &["import_run"]
    }

    fn tables(&self) -> &[&'static str] {
        &["purchase"]
    }

    fn subject(
        &self,
        _: &mut Tx<'_>,
        reader: &AuditReader,
        _: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        Ok(Some(AuditSubject {
            title: fl!(texts(reader.locale), "audit-import"),
            href: format!("/impor/proses/{id}"),
            resource: Resource::tenant(reader.tenant),
            view: Action::PurchaseHistoryImport,
        }))
    }

    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        let words = texts(locale);
        match code {
            "purchases.history.import" => Some(fl!(words, "did-import")),
            _ => None,
        }
    }

    fn row(&self, locale: Locale, _: &str) -> Option<String> {
        Some(fl!(texts(locale), "audit-purchase"))
    }

    fn field(&self, locale: Locale, _: &str, column: &str) -> Option<String> {
        let words = texts(locale);
        Some(match column {
            "kind" => fl!(words, "audit-kind"),
            "source" => fl!(words, "audit-source"),
            "reference" => fl!(words, "audit-reference"),
            "row_number" => fl!(words, "audit-row-number"),
            "vehicle_text" => fl!(words, "audit-vehicle-text"),
            "vehicle_id" => fl!(words, "audit-vehicle-id"),
            "agency_id" => fl!(words, "audit-agency-id"),
            "bought_at" => fl!(words, "audit-bought-at"),
            "has_time" => fl!(words, "audit-has-time"),
            "station_text" => fl!(words, "audit-station-text"),
            "station_id" => fl!(words, "audit-station-id"),
            "product_text" => fl!(words, "audit-product-text"),
            "product" => fl!(words, "audit-product"),
            "quantity_digits" => fl!(words, "audit-quantity-digits"),
            "quantity_scale" => fl!(words, "audit-quantity-scale"),
            "quantity_unit" => fl!(words, "audit-quantity-unit"),
            "volume_ml" => fl!(words, "audit-volume-ml"),
            "price_digits" => fl!(words, "audit-price-digits"),
            "price_scale" => fl!(words, "audit-price-scale"),
            "amount_digits" => fl!(words, "audit-amount-digits"),
            "amount_scale" => fl!(words, "audit-amount-scale"),
            "net_digits" => fl!(words, "audit-net-digits"),
            "net_scale" => fl!(words, "audit-net-scale"),
            "currency" => fl!(words, "audit-currency"),
            "amount_rupiah" => fl!(words, "audit-amount-rupiah"),
            "meter_digits" => fl!(words, "audit-meter-digits"),
            "meter_scale" => fl!(words, "audit-meter-scale"),
            "meter_unit" => fl!(words, "audit-meter-unit"),
            "meter_value" => fl!(words, "audit-meter-value"),
            "doubts" => fl!(words, "audit-doubts"),
            _ => return None,
        })
    }

    fn shape(&self, _: &str, column: &str, _: &AuditRow) -> Shape {
        match column {
            "content" | "imported_at" => Shape::Hidden,
            "has_time" => Shape::Flag,
            _ => Shape::of_name(column),
        }
    }
}
