//! The register's own words in a history.

use authz::{Action, Resource};
use base::Uuid;
use db::{Failure, Tx};
use journal::ImageValue;
use web::{Locale, fl};

use super::{AuditReader, AuditRow, AuditSubject, AuditWords, Shape};
use crate::{lookup_agency, lookup_place, lookup_post, lookup_unit, texts, words};

/// The register's own words.
#[derive(Debug, Clone, Copy, Default)]
pub struct RegisterAudit;

impl AuditWords for RegisterAudit {
    fn kinds(&self) -> &[&'static str] {
        &[
            "agency",
            "unit",
            "post",
            "place",
            "calendar_day",
            "settings",
            // Founding the city and its keys: read on the page of its settings.
            "city",
        ]
    }

    fn tables(&self) -> &[&'static str] {
        &[
            "agency",
            "agency_head",
            "unit",
            "post",
            "post_holder",
            "place",
            "place_boundary",
            "calendar_day",
            "city_settings",
            "letterhead_logo",
            "sample_record",
            "tenant",
            "tenant_host",
            "key_rotation",
        ]
    }

    fn subject(
        &self,
        tx: &mut Tx<'_>,
        reader: &AuditReader,
        kind: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        let tenant = reader.tenant;
        let city = Resource::tenant(tenant);
        let view = Action::RegisterAgencyView;
        let subject = |title: String, href: String, resource| AuditSubject {
            title,
            href,
            resource,
            view,
        };
        Ok(match kind {
            "agency" => lookup_agency(tx, tenant, id.into())?
                .map(|found| subject(found.name, format!("/opd/{id}"), city.agency(found.id))),
            "unit" => lookup_unit(tx, tenant, id.into())?.map(|found| {
                let resource = city.agency(found.agency).unit(found.id);
                subject(found.name, format!("/unit/{id}/ubah"), resource)
            }),
            "post" => lookup_post(tx, tenant, id.into())?.map(|found| {
                let resource = city.agency(found.agency).unit(found.unit);
                subject(found.name, format!("/jabatan/{id}"), resource)
            }),
            "place" => lookup_place(tx, tenant, id)?
                .map(|found| subject(found.name, format!("/wilayah/{id}/ubah"), city)),
            "calendar_day" => crate::store::calendar::lookup_day_by_id(tx, tenant, id)?
                .map(|day| subject(day.name, format!("/kalender?tahun={}", day.on.year()), city)),
            _ if id == tenant.uuid() => {
                let title = fl!(texts(reader.locale), "settings");
                Some(subject(title, "/pengaturan".to_owned(), city))
            }
            _ => None,
        })
    }

    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        let words = texts(locale);
        Some(match code {
            "register.agency.edit" => fl!(words, "did-agency-edit"),
            "register.unit.edit" => fl!(words, "did-unit-edit"),
            "register.post.edit" => fl!(words, "did-post-edit"),
            "register.place.edit" => fl!(words, "did-place-edit"),
            "register.calendar.edit" => fl!(words, "did-calendar-edit"),
            "register.settings.edit" => fl!(words, "did-settings-edit"),
            "sihebat.city.create" => fl!(words, "did-city-create"),
            "sihebat.key.rotate" => fl!(words, "did-key-rotate"),
            "sihebat.key.replace_lost" => fl!(words, "did-key-replace"),
            "register.sample.fill" => fl!(words, "did-sample-fill"),
            "register.sample.keep" => fl!(words, "did-sample-keep"),
            "register.sample.delete" => fl!(words, "did-sample-delete"),
            _ => return None,
        })
    }

    fn row(&self, locale: Locale, table: &str) -> Option<String> {
        let words = texts(locale);
        Some(match table {
            "agency_head" => fl!(words, "audit-head"),
            "letterhead_logo" => fl!(words, "logo"),
            "post_holder" => fl!(words, "audit-holder"),
            "place_boundary" => fl!(words, "audit-boundary"),
            "sample_record" => fl!(words, "audit-sample"),
            "tenant" => fl!(words, "audit-city"),
            "key_rotation" => fl!(words, "audit-key"),
            _ => return None,
        })
    }

    fn shape(&self, table: &str, column: &str, _: &AuditRow) -> Shape {
        match (table, column) {
            // Corners of a boundary; that a sample's mark came or went is all there is to say; a
            // row's own record; the note that proves a key to verifiers.
            ("place_boundary", "west" | "south" | "east" | "north")
            | ("sample_record", "kind" | "marked_at")
            | ("agency_head", "agency_id")
            | ("post_holder", "post_id")
            | ("key_rotation", "note") => Shape::Hidden,
            ("key_rotation", "key_id") => Shape::Plain,
            ("key_rotation", "withdraws") | ("tenant", "simulated") => Shape::Flag,
            _ => Shape::of_name(column),
        }
    }

    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        let words = texts(locale);
        Some(match (table, column) {
            (_, "code") | ("tenant", "short_code") => fl!(words, "code"),
            ("agency_head", "name") => fl!(words, "head-name"),
            (_, "name") => fl!(words, "name"),
            (_, "short_name") => fl!(words, "short-name"),
            (_, "address") => fl!(words, "address"),
            (_, "contact") => fl!(words, "contact"),
            (_, "head_title") => fl!(words, "head-title"),
            ("agency_head", "nip") => fl!(words, "head-nip"),
            ("letterhead_logo", "hash") => fl!(words, "logo-file"),
            ("letterhead_logo", "alt") => fl!(words, "logo-alt"),
            (_, "is_active") => fl!(words, "state"),
            (_, "work_pattern") => fl!(words, "work-pattern"),
            ("unit", "place_code") => fl!(words, "place-served"),
            ("post" | "calendar_day" | "key_rotation", "kind") => fl!(words, "kind"),
            (_, "capacity") => fl!(words, "capacity"),
            (_, "from_on") | ("key_rotation", "used_from_at") => fl!(words, "from-on"),
            (_, "until_on") => fl!(words, "until-on"),
            (_, "decree_number") => fl!(words, "decree-number"),
            (_, "decree_on") => fl!(words, "decree-on"),
            ("post_holder", "person_id") => fl!(words, "holder"),
            (_, "postal_code") => fl!(words, "postal-code"),
            (_, "geometry") => fl!(words, "boundary"),
            (_, "day_on") => fl!(words, "date"),
            (_, "source") => fl!(words, "source"),
            (_, "city_name") => fl!(words, "city-name"),
            (_, "government_name") => fl!(words, "government-name"),
            (_, "city_code") => fl!(words, "city-code"),
            (_, "province_name") => fl!(words, "province-name"),
            (_, "zone") => fl!(words, "zone"),
            (_, "driver_check") => fl!(words, "driver-check"),
            (_, "photo_policy") => fl!(words, "photo-policy"),
            (_, "photo_sample_percent") => fl!(words, "photo-percent"),
            (_, "year_end_cutoff") => fl!(words, "year-end-cutoff"),
            (_, "voucher_valid_days") => fl!(words, "voucher-days"),
            (_, "help_contact") => fl!(words, "help-contact"),
            ("tenant", "simulated") => fl!(words, "audit-simulated"),
            ("tenant_host", "host") => fl!(words, "audit-host"),
            ("key_rotation", "key_id") => fl!(words, "audit-key-id"),
            ("key_rotation", "withdraws") => fl!(words, "audit-key-withdraws"),
            (_, "level") => fl!(words, "audit-level"),
            (_, "parent_code") => fl!(words, "audit-parent"),
            (_, "area_square_metres") => fl!(words, "audit-area"),
            (_, "agency_id") => fl!(words, "agency"),
            (_, "unit_id") => fl!(words, "unit"),
            _ => return None,
        })
    }

    fn value(
        &self,
        locale: Locale,
        table: &str,
        column: &str,
        value: &ImageValue,
    ) -> Option<String> {
        let own = texts(locale);
        match (table, column, value) {
            (_, "is_active", ImageValue::Integer(flag)) => Some(if *flag == 1 {
                fl!(own, "active")
            } else {
                fl!(own, "closed")
            }),
            (_, "work_pattern", ImageValue::Text(code)) => code
                .parse()
                .ok()
                .map(|pattern| words::work_pattern(own, pattern)),
            ("post", "kind", ImageValue::Text(code)) => {
                code.parse().ok().map(|kind| words::post_kind(own, kind))
            }
            ("calendar_day", "kind", ImageValue::Text(code)) => code
                .parse()
                .ok()
                .map(|kind| words::day_kind_text(own, kind)),
            (_, "capacity", ImageValue::Text(code)) => code
                .parse()
                .ok()
                .map(|capacity| words::capacity(own, capacity)),
            (_, "geometry", ImageValue::Text(text)) => {
                Some(fl!(own, "boundary-size", size = text.len().to_string()))
            }
            ("city_settings", "driver_check", ImageValue::Text(code)) => code
                .parse()
                .ok()
                .map(|check| words::driver_check(own, check)),
            ("city_settings", "photo_policy", ImageValue::Text(code)) => code
                .parse()
                .ok()
                .map(|policy| words::photo_policy(own, policy)),
            _ => None,
        }
    }
}
