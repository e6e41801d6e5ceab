//! `/pengaturan`: what the city decides once.

use authz::{Action, Resource};
use db::{Access, Command};
use serde::Deserialize;
use web::axum::extract::State;
use web::{
    Answer, FieldErrors, Flash, Form, Site, Staff, Tabs, Texts, WebError, fl, redirect, render,
    render_refused,
};

use super::shape::FormPage;
use crate::{
    DayOfYear, DriverCheck, PhotoPolicy, Settings, load_settings, texts, update_settings, words,
};

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SettingsForm {
    city_name: String,
    government_name: String,
    city_code: String,
    province_name: String,
    zone: String,
    driver_check: String,
    photo_policy: String,
    photo_sample_percent: String,
    year_end_cutoff: String,
    voucher_valid_days: String,
    help_contact: String,
    revision: String,
}

impl SettingsForm {
    fn of(settings: &Settings) -> Self {
        Self {
            city_name: settings.city_name.clone(),
            government_name: settings.government_name.clone(),
            city_code: settings.city_code.clone(),
            province_name: settings.province_name.clone(),
            zone: settings.zone.clone(),
            driver_check: settings.driver_check.code().to_owned(),
            photo_policy: settings.photo_policy.code().to_owned(),
            photo_sample_percent: settings.photo_sample_percent.to_string(),
            year_end_cutoff: settings.year_end_cutoff.in_year(2024).to_string(),
            voucher_valid_days: settings.voucher_valid_days.to_string(),
            help_contact: settings.help_contact.clone().unwrap_or_default(),
            revision: settings.revision.to_string(),
        }
    }

    fn read(&self, words: Texts, errors: &mut FieldErrors) -> Option<Settings> {
        let city = errors.text("city_name", &fl!(words, "city-name"), &self.city_name, 100);
        let what = fl!(words, "government-name");
        let government = errors.text("government_name", &what, &self.government_name, 120);
        let code = errors.text("city_code", &fl!(words, "city-code"), &self.city_code, 5);
        let what = fl!(words, "province-name");
        let province = errors.text("province_name", &what, &self.province_name, 100);
        let zone = errors.choice::<String>("zone", &fl!(words, "zone"), &self.zone);
        let what = fl!(words, "driver-check");
        let check = errors.choice::<DriverCheck>("driver_check", &what, &self.driver_check);
        let what = fl!(words, "photo-policy");
        let policy = errors.choice::<PhotoPolicy>("photo_policy", &what, &self.photo_policy);
        let what = fl!(words, "photo-percent");
        let percent = errors.whole(
            "photo_sample_percent",
            &what,
            &self.photo_sample_percent,
            1..=100,
        );
        let what = fl!(words, "year-end-cutoff");
        let cutoff = errors.date("year_end_cutoff", &what, &self.year_end_cutoff);
        let cutoff: Option<DayOfYear> =
            cutoff.and_then(|on| format!("{:02}-{:02}", on.month(), on.day()).parse().ok());
        let what = fl!(words, "voucher-days");
        let days = errors.whole(
            "voucher_valid_days",
            &what,
            &self.voucher_valid_days,
            1..=31,
        );
        let what = fl!(words, "help-contact");
        let help = errors.optional_text("help_contact", &what, &self.help_contact, 120);
        Some(Settings {
            city_name: city?,
            government_name: government?,
            city_code: code?,
            province_name: province?,
            zone: zone?,
            driver_check: check?,
            photo_policy: policy?,
            photo_sample_percent: percent?,
            year_end_cutoff: cutoff?,
            voucher_valid_days: days?,
            help_contact: help?,
            revision: self.revision.parse().unwrap_or(-1),
        })
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "the fields of one form or table read best in one list"
)]
fn form_page(staff: &Staff, (form, errors): (&SettingsForm, FieldErrors)) -> FormPage {
    let words = texts(staff.locale);
    let page = staff.page(fl!(words, "settings")).errors(errors);
    let zones = [
        ("Asia/Jakarta", "WIB"),
        ("Asia/Makassar", "WITA"),
        ("Asia/Jayapura", "WIT"),
    ];
    let checks: Vec<(&str, String)> = DriverCheck::ALL
        .iter()
        .map(|check| (check.code(), words::driver_check(words, *check)))
        .collect();
    let policies: Vec<(&str, String)> = PhotoPolicy::ALL
        .iter()
        .map(|policy| (policy.code(), words::photo_policy(words, *policy)))
        .collect();
    let fields = vec![
        page.text_field("city_name", fl!(words, "city-name"))
            .hint(fl!(words, "city-name-hint"))
            .value(&form.city_name)
            .to_string(),
        page.text_field("government_name", fl!(words, "government-name"))
            .hint(fl!(words, "government-name-hint"))
            .value(&form.government_name)
            .to_string(),
        page.text_field("city_code", fl!(words, "city-code"))
            .hint(fl!(words, "city-code-hint"))
            .value(&form.city_code)
            .narrow()
            .to_string(),
        page.text_field("province_name", fl!(words, "province-name"))
            .hint(fl!(words, "province-name-hint"))
            .value(&form.province_name)
            .to_string(),
        page.radios("zone", fl!(words, "zone"))
            .options(zones)
            .value(&form.zone)
            .to_string(),
        page.radios("driver_check", fl!(words, "driver-check"))
            .options(&checks)
            .value(&form.driver_check)
            .to_string(),
        page.radios("photo_policy", fl!(words, "photo-policy"))
            .hint(fl!(words, "photo-policy-hint"))
            .options(&policies)
            .value(&form.photo_policy)
            .to_string(),
        page.whole("photo_sample_percent", fl!(words, "photo-percent"))
            .after("%")
            .value(&form.photo_sample_percent)
            .to_string(),
        page.date_field("year_end_cutoff", fl!(words, "year-end-cutoff"))
            .hint(fl!(words, "year-end-hint"))
            .value(&form.year_end_cutoff)
            .to_string(),
        page.whole("voucher_valid_days", fl!(words, "voucher-days"))
            .after(fl!(words, "day-unit"))
            .value(&form.voucher_valid_days)
            .to_string(),
        page.text_field("help_contact", fl!(words, "help-contact"))
            .hint(fl!(words, "help-contact-hint"))
            .value(&form.help_contact)
            .optional()
            .to_string(),
    ];
    let button = page.submit(fl!(words, "save")).cancel("/langkah");
    let revision = form.revision.parse().unwrap_or(-1);
    let tabs = Tabs::new(fl!(words, "settings"))
        .tab(fl!(words, "details"), "/pengaturan", true)
        .tab(
            fl!(words, "logo"),
            format!("/kop/{}", staff.tenant()),
            false,
        )
        .tab(
            fl!(words, "trail"),
            format!("/jejak/settings/{}", staff.tenant()),
            false,
        );
    FormPage::new(page, "/pengaturan", &button)
        .lead(fl!(words, "settings-lead"))
        .tabs(tabs)
        .fields(fields)
        .revision(revision)
}

async fn settings_of(staff: &Staff, site: &Site) -> Result<Settings, WebError> {
    staff.may(
        Action::RegisterSettingsEdit,
        &Resource::tenant(staff.tenant()),
    )?;
    let tenant = staff.tenant();
    let db = site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| load_settings(tx, tenant));
    Ok(read.await?)
}

/// The form.
pub(crate) async fn edit(staff: Staff, State(site): State<Site>) -> Answer {
    let mut settings = settings_of(&staff, &site).await?;
    if settings.revision < 0 {
        settings.city_name.clone_from(&staff.city().name);
        staff.city().zone.name().clone_into(&mut settings.zone);
    }
    let errors = FieldErrors::new(staff.locale);
    render(&form_page(&staff, (&SettingsForm::of(&settings), errors)))
}

/// Changes the settings.
pub(crate) async fn update(
    staff: Staff,
    State(site): State<Site>,
    form: Form<SettingsForm>,
) -> Answer {
    let words = texts(staff.locale);
    settings_of(&staff, &site).await?;
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(wanted) = form.read(words, &mut errors) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let db = site.db()?;
        let done = db.write(Command::by(&stamp), move |tx| {
            update_settings(tx, &stamp.fresh(), &actor, &wanted)
        });
        match done.await {
            Ok(()) => {
                let name = fl!(words, "settings");
                staff.flash(&Flash::success(fl!(words, "saved", name = name)));
                return Ok(redirect("/pengaturan"));
            }
            Err(error) => errors.catch("", error)?,
        }
    }
    render_refused(&form_page(&staff, (&form, errors)))
}
