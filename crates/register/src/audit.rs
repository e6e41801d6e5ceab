//! "Jejak audit": what the page needs from the area that owns a record.

use std::sync::Arc;

use authz::Resource;
use base::{TenantId, Uuid};
use db::{Failure, Tx};
use journal::ImageValue;
use web::{Locale, fl};

use crate::{lookup_agency, lookup_place, lookup_post, lookup_unit, texts, words};

/// A record whose history is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditSubject {
    /// Its name, such as `Dinas PUPR`.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Where it lies: decides who may see its history.
    pub resource: Resource,
}

/// Knows how the records and fields of an area are called.
pub trait AuditWords: Send + Sync {
    /// The kinds of records it owns, as in [`journal::Subject`].
    fn kinds(&self) -> &[&'static str];

    /// The record, if it exists or existed.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn subject(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        kind: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure>;

    /// What an action is called: "OPD ditambah atau diubah".
    fn action(&self, locale: Locale, code: &str) -> Option<String> {
        let _ = (locale, code);
        None
    }

    /// What a column is called; columns without a name are shown as they stand.
    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        let _ = (locale, table, column);
        None
    }

    /// A value in words, such as "Ditutup" for `is_active = 0`.
    fn value(
        &self,
        locale: Locale,
        table: &str,
        column: &str,
        value: &ImageValue,
    ) -> Option<String> {
        let _ = (locale, table, column, value);
        None
    }
}

/// The words of all areas: a shared part of the site.
#[derive(Clone, Default)]
pub struct AuditBook(Arc<[Arc<dyn AuditWords>]>);

impl AuditBook {
    /// These words.
    pub fn new(words: impl IntoIterator<Item = Arc<dyn AuditWords>>) -> Self {
        Self(words.into_iter().collect())
    }

    /// Who knows a kind of record.
    pub fn of(&self, kind: &str) -> Option<&Arc<dyn AuditWords>> {
        self.0.iter().find(|words| words.kinds().contains(&kind))
    }

    pub(crate) fn first<T>(&self, ask: impl Fn(&dyn AuditWords) -> Option<T>) -> Option<T> {
        self.0.iter().find_map(|words| ask(&**words))
    }
}

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
        ]
    }

    fn subject(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        kind: &str,
        id: Uuid,
    ) -> Result<Option<AuditSubject>, Failure> {
        let city = Resource::tenant(tenant);
        let subject = |title: String, href: String, resource| AuditSubject {
            title,
            href,
            resource,
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
                Some(subject(String::new(), "/pengaturan".to_owned(), city))
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
            "register.sample.delete" => fl!(words, "did-sample-delete"),
            _ => return None,
        })
    }

    fn field(&self, locale: Locale, table: &str, column: &str) -> Option<String> {
        let words = texts(locale);
        Some(match (table, column) {
            (_, "code") => fl!(words, "code"),
            ("agency_head", "name") => fl!(words, "head-name"),
            (_, "name") => fl!(words, "name"),
            (_, "short_name") => fl!(words, "short-name"),
            (_, "address") => fl!(words, "address"),
            (_, "contact") => fl!(words, "contact"),
            (_, "head_title") => fl!(words, "head-title"),
            ("agency_head", "nip") => fl!(words, "head-nip"),
            (_, "is_active") => fl!(words, "state"),
            (_, "work_pattern") => fl!(words, "work-pattern"),
            ("unit", "place_code") => fl!(words, "place-served"),
            ("post" | "calendar_day", "kind") => fl!(words, "kind"),
            (_, "capacity") => fl!(words, "capacity"),
            (_, "from_on") => fl!(words, "from-on"),
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
