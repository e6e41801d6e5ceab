//! The words for vouchers, redemptions and quotas in "Jejak audit".

use authz::{Action, Resource};
use base::Uuid;
use db::{Failure, Tx};
use journal::ImageValue;
use register::{AuditReader, AuditRow, AuditSubject, AuditWords, Shape};
use web::{Locale, fl};

use crate::pages::words::{
    decree_name, doubt_text, grouped, kind_name, per_name, state_name, unit_name, weekday_name,
};
use crate::{
    Doubt, DriverCheck, IssueRefusal, PhotoSubject, lookup_decree, lookup_standing, lookup_voucher,
    texts,
};

/// The histories of vouchers, standing vouchers and quota decrees.
#[derive(Debug, Clone, Copy, Default)]
pub struct FuelAudit;

impl AuditWords for FuelAudit {
    fn kinds(&self) -> &[&'static str] {
        &["voucher", "voucher_standing", "quota_decree"]
    }

    fn tables(&self) -> &[&'static str] {
        &[
            "quota_decree",
            "quota_rule",
            "voucher",
            "voucher_standing",
            "redemption_hold",
            "redemption",
            "redemption_photo",
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
        let found = match kind {
            "voucher" => lookup_voucher(tx, tenant, id.into())?.map(|found| {
                let place = city.agency(found.agency);
                (
                    grouped(&found.code),
                    format!("/voucher/{id}"),
                    place,
                    Action::FuelVoucherView,
                )
            }),
            "voucher_standing" => match lookup_standing(tx, tenant, id.into())? {
                Some(found) => {
                    let on = reader.today();
                    let vehicle = fleet::lookup_vehicle(tx, tenant, found.vehicle, on)?;
                    let name = vehicle.map(|vehicle| vehicle.name().to_owned());
                    let place = city.agency(found.agency);
                    let href = format!("/voucher/berulang/{id}");
                    Some((
                        name.unwrap_or_default(),
                        href,
                        place,
                        Action::FuelVoucherView,
                    ))
                }
                None => None,
            },
            _ => lookup_decree(tx, tenant, id.into())?.map(|found| {
                (
                    found.number,
                    format!("/kuota/{id}"),
                    city,
                    Action::FuelQuotaView,
                )
            }),
        };
        Ok(found.map(|(title, href, resource, view)| AuditSubject {
            title,
            href,
            resource,
            view,
        }))
    }

    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        let words = texts(locale);
        Some(match code {
            "fuel.quota.edit" => fl!(words, "did-quota-edit"),
            "fuel.voucher.issue" => fl!(words, "did-voucher-issue"),
            "fuel.voucher.cancel" => fl!(words, "did-voucher-cancel"),
            "fuel.voucher.reissue" => fl!(words, "did-voucher-reissue"),
            "fuel.voucher.expire" => fl!(words, "did-voucher-expire"),
            "fuel.redemption.authorise" => fl!(words, "did-authorise"),
            "fuel.redemption.capture" => fl!(words, "did-capture"),
            "fuel.redemption.release" => fl!(words, "did-release"),
            "fuel.redemption.photograph" => fl!(words, "did-photograph"),
            "fuel.standing.set" => fl!(words, "did-standing-set"),
            "fuel.standing.end" => fl!(words, "did-standing-end"),
            "fuel.standing.run" => fl!(words, "did-standing-run"),
            "fuel.standing.retry" => fl!(words, "did-standing-retry"),
            "fuel.standing.refuse" => fl!(words, "did-standing-refuse"),
            _ => return None,
        })
    }

    fn row(&self, locale: Locale, table: &str) -> Option<String> {
        let words = texts(locale);
        Some(match table {
            "quota_rule" => fl!(words, "audit-rule"),
            "redemption_hold" => fl!(words, "audit-hold"),
            "redemption" => fl!(words, "audit-redemption"),
            "redemption_photo" => fl!(words, "audit-photo"),
            _ => return None,
        })
    }

    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        let words = texts(locale);
        Some(match (table, column) {
            ("quota_decree", "number") => fl!(words, "audit-number"),
            ("quota_decree", "title") => fl!(words, "audit-title"),
            ("quota_decree", "valid_from_on") | ("voucher", "valid_from_at") => {
                fl!(words, "audit-valid-from-on")
            }
            ("quota_decree", "valid_until_on") | ("voucher", "valid_until_at") => {
                fl!(words, "audit-valid-until-on")
            }
            (_, "state") => fl!(words, "audit-state"),
            ("quota_rule", "target") => fl!(words, "audit-target"),
            ("quota_rule", "class") => fl!(words, "audit-class"),
            (_, "vehicle_id") => fl!(words, "audit-vehicle-id"),
            ("quota_rule", "post_id") => fl!(words, "audit-post-id"),
            ("quota_rule", "unit") => fl!(words, "audit-unit"),
            (_, "amount") => fl!(words, "audit-amount"),
            ("quota_rule", "per") => fl!(words, "audit-per"),
            ("quota_rule", "carry_over") => fl!(words, "audit-carry-over"),
            ("voucher", "code") => fl!(words, "audit-code"),
            ("voucher", "sequence") => fl!(words, "audit-sequence"),
            ("voucher", "kind") => fl!(words, "audit-kind"),
            (_, "agency_id") => fl!(words, "audit-agency-id"),
            (_, "drawer_id") => fl!(words, "audit-drawer-id"),
            (_, "product") => fl!(words, "audit-product"),
            ("voucher", "substitutes") => fl!(words, "audit-substitutes"),
            (_, "volume_ml") => fl!(words, "audit-volume-ml"),
            (_, "price") => fl!(words, "audit-price"),
            (_, "period") => fl!(words, "audit-period"),
            (_, "line_id") => fl!(words, "audit-line-id"),
            ("voucher", "quota_unit") => fl!(words, "audit-quota-unit"),
            (_, "station_id") => fl!(words, "audit-station-id"),
            ("voucher", "offline") => fl!(words, "audit-offline"),
            ("voucher", "letter_number") => fl!(words, "audit-letter-number"),
            (_, "purpose") => fl!(words, "audit-purpose"),
            ("voucher", "hold_until_at") => fl!(words, "audit-hold-until-at"),
            ("voucher", "settled_at") => fl!(words, "audit-settled-at"),
            ("voucher", "settle_reason") => fl!(words, "audit-settle-reason"),
            ("voucher_standing", "weekdays") => fl!(words, "audit-weekdays"),
            ("voucher_standing", "hour") => fl!(words, "audit-hour"),
            ("voucher_standing", "days_valid") => fl!(words, "audit-days-valid"),
            ("voucher_standing", "from_on") => fl!(words, "audit-from-on"),
            ("voucher_standing", "until_on") | ("redemption_hold", "until_at") => {
                fl!(words, "audit-until-on")
            }
            ("voucher_standing", "last_issued_on") => fl!(words, "audit-last-issued-on"),
            ("voucher_standing", "last_refusal") => fl!(words, "audit-last-refusal"),
            (_, "device_id") => fl!(words, "audit-device-id"),
            (_, "attendant_id") => fl!(words, "audit-attendant-id"),
            (_, "driver_id") => fl!(words, "audit-driver-id"),
            ("redemption_hold", "driver_check") => fl!(words, "audit-driver-check"),
            ("redemption", "slip_amount") => fl!(words, "audit-slip-amount"),
            ("redemption", "typed") => fl!(words, "audit-typed"),
            ("redemption", "dispensed_at") => fl!(words, "audit-dispensed-at"),
            ("redemption", "meter_value") => fl!(words, "audit-meter-value"),
            ("redemption", "doubts") => fl!(words, "audit-doubts"),
            ("redemption_photo", "subject") => fl!(words, "audit-photo-of"),
            ("redemption_photo", "taken_at") => fl!(words, "audit-taken-at"),
            ("redemption_photo", "latitude_e7") => fl!(words, "audit-latitude-e7"),
            ("redemption_photo", "longitude_e7") => fl!(words, "audit-longitude-e7"),
            _ => return None,
        })
    }

    fn shape(&self, table: &str, column: &str, _: &AuditRow) -> Shape {
        match (table, column) {
            ("quota_rule", "class") => Shape::Codes("vehicle_class"),
            ("quota_rule", "carry_over") | ("voucher", "offline") => Shape::Flag,
            // It stands above the entry, or is the file's name.
            ("voucher", "issued_at") | ("redemption_photo", "hash") => Shape::Hidden,
            // A quota's own column "amount" has a unit; a voucher's is rupiah.
            ("quota_rule", "amount") => Shape::Measure,
            (_, "amount") => Shape::Rupiah,
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
            ("quota_decree", "state") => code.parse().ok().map(|state| decree_name(words, state)),
            ("voucher", "state") => code.parse().ok().map(|state| state_name(words, state)),
            ("voucher_standing", "state") => Some(standing_state(locale, code)),
            ("voucher", "kind") => code.parse().ok().map(|kind| kind_name(words, kind)),
            ("voucher", "code") => Some(grouped(code)),
            ("quota_rule", "target") => Some(target(locale, code)),
            (_, "unit" | "quota_unit") => code.parse().ok().map(|unit| unit_name(words, unit)),
            (_, "per") => code.parse().ok().map(|per| per_name(words, per)),
            (_, "weekdays") => Some(weekdays(locale, code)),
            (_, "driver_check") => code.parse().ok().map(|check| match check {
                DriverCheck::Pin => fl!(words, "audit-check-pin"),
                DriverCheck::Photo => fl!(words, "audit-check-photo"),
            }),
            (_, "typed") => Some(if code == "litres" {
                fl!(words, "unit-litres")
            } else {
                fl!(words, "unit-rupiah")
            }),
            (_, "doubts") => Some(doubts(locale, code)),
            (_, "last_refusal") => refusal(locale, code),
            ("redemption_photo", "subject") => code.parse().ok().map(|subject| match subject {
                PhotoSubject::Plate => fl!(words, "audit-photo-plate"),
                PhotoSubject::Meter => fl!(words, "audit-photo-meter"),
                PhotoSubject::Pump => fl!(words, "audit-photo-pump"),
                PhotoSubject::Slip => fl!(words, "audit-photo-slip"),
            }),
            _ => None,
        }
    }

    fn note(&self, locale: Locale, action: &str, note: &str) -> Option<String> {
        if note == "either_price" {
            return Some(fl!(texts(locale), "audit-note-either-price"));
        }
        // The row's own field says it, in words.
        (action == "fuel.standing.refuse").then(String::new)
    }
}

/// Why a standing voucher was not issued: kept as JSON, said in the reader's language.
fn refusal(locale: Locale, kept: &str) -> Option<String> {
    let refusal: IssueRefusal = serde_json::from_str(kept).ok()?;
    Some(web::Refusal::text(&refusal, locale))
}

fn standing_state(locale: Locale, code: &str) -> String {
    let words = texts(locale);
    if code == "active" {
        fl!(words, "audit-standing-active")
    } else {
        fl!(words, "audit-standing-ended")
    }
}

fn target(locale: Locale, code: &str) -> String {
    let words = texts(locale);
    match code {
        "class" => fl!(words, "audit-target-class"),
        "vehicle" => fl!(words, "audit-target-vehicle"),
        _ => fl!(words, "audit-target-post"),
    }
}

/// Weekdays by their numbers between commas, Monday first.
fn weekdays(locale: Locale, text: &str) -> String {
    let numbers = text
        .split(',')
        .filter_map(|number| number.trim().parse::<i8>().ok());
    let names: Vec<String> = numbers.map(|number| weekday_name(locale, number)).collect();
    names.join(", ")
}

fn doubts(locale: Locale, text: &str) -> String {
    let words = texts(locale);
    let codes = text
        .split(',')
        .filter_map(|code| code.parse::<Doubt>().ok());
    let names: Vec<String> = codes.map(|doubt| doubt_text(words, doubt)).collect();
    if names.is_empty() {
        fl!(words, "audit-no-doubt")
    } else {
        names.join(", ")
    }
}
