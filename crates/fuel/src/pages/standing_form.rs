//! The form of a standing voucher: what it offers and how it is read.

use base::Millilitres;
use serde::{Deserialize, Serialize};
use web::{FieldErrors, PageFrame, Texts, fl};

use super::shape::FormPage;
use super::voucher_form::{IssueDesk, VOLUME_MAX, optional_choice};
use super::words::weekday_name;
use crate::{NewStanding, StandingRefusal};

/// What is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct StandingForm {
    pub(crate) vehicle: String,
    pub(crate) line: String,
    pub(crate) product: String,
    pub(crate) litres: String,
    pub(crate) weekdays: Vec<String>,
    pub(crate) hour: String,
    pub(crate) days: String,
    pub(crate) station: String,
    pub(crate) drawer: String,
    pub(crate) purpose: String,
    pub(crate) from: String,
    pub(crate) until: String,
}

impl StandingForm {
    pub(crate) fn read(&self, texts: Texts, errors: &mut FieldErrors) -> Option<NewStanding> {
        let vehicle = errors.choice("vehicle", &fl!(texts, "vehicle-what"), &self.vehicle);
        let line = errors.choice("line", &fl!(texts, "line-what"), &self.line);
        let product = errors.text("product", &fl!(texts, "product-what"), &self.product, 30);
        let range = Millilitres::new(1)..=VOLUME_MAX;
        let volume = errors.litres("litres", &fl!(texts, "litres-what"), &self.litres, range);
        let hour = errors.whole("hour", &fl!(texts, "hour-what"), &self.hour, 0..=23);
        let days = errors.whole("days", &fl!(texts, "days-what"), &self.days, 1..=31);
        let from = errors.date("from", &fl!(texts, "from-what"), &self.from);
        let until = if self.until.trim().is_empty() {
            Some(None)
        } else {
            errors
                .date("until", &fl!(texts, "until-what"), &self.until)
                .map(Some)
        };
        let station = optional_choice(errors, "station", texts, &self.station);
        let drawer = optional_choice(errors, "drawer", texts, &self.drawer);
        let purpose =
            errors.optional_text("purpose", &fl!(texts, "purpose-what"), &self.purpose, 200);
        let mut weekdays: Vec<i8> = self
            .weekdays
            .iter()
            .filter_map(|day| day.parse().ok())
            .collect();
        weekdays.sort_unstable();
        weekdays.dedup();
        if weekdays.is_empty() {
            errors.refuse("weekdays", &StandingRefusal::NoWeekday);
        }
        Some(NewStanding {
            vehicle: vehicle?,
            line: line?,
            product: product?,
            volume: volume?,
            hour: hour?,
            days_valid: days?,
            from_on: from?,
            until_on: until?,
            station: station?,
            drawer: drawer?,
            purpose: purpose?.unwrap_or_default(),
            weekdays: Some(weekdays).filter(|days| !days.is_empty())?,
        })
    }
}

pub(crate) fn form_page(
    page: PageFrame,
    texts: Texts,
    desk: &IssueDesk,
    form: &StandingForm,
) -> FormPage {
    let locale = page.locale;
    let name = format!("{} – {}", desk.vehicle.name(), desk.vehicle.label);
    let summary = page
        .summary()
        .row_to_change(fl!(texts, "vehicle"), name, "/voucher/berulang/baru")
        .row(fl!(texts, "agency"), &desk.agency);
    let button = page
        .submit(fl!(texts, "standing-save"))
        .cancel("/voucher/berulang");
    let page = page
        .crumb(fl!(texts, "vouchers"), "/voucher")
        .crumb(fl!(texts, "standing"), "/voucher/berulang");
    let shape = FormPage::new(page, "/voucher/berulang", button)
        .lead(fl!(texts, "standing-form-lead"))
        .summary(summary)
        .hidden("vehicle", &form.vehicle)
        .field(|page| {
            let boxes = page.checkboxes("weekdays", fl!(texts, "standing-weekdays"));
            (1..=7_i8)
                .fold(boxes, |boxes, day| {
                    boxes.option(day, weekday_name(locale, day))
                })
                .values(&form.weekdays)
        })
        .field(|page| {
            page.whole("hour", fl!(texts, "standing-hour"))
                .hint(fl!(texts, "standing-hour-hint"))
                .after(page.city.zone.label())
                .value(&form.hour)
        })
        .field(|page| {
            page.whole("days", fl!(texts, "standing-days"))
                .value(&form.days)
        });
    content_fields(shape, texts, desk, form)
}

/// What each voucher promises, and from when until when.
fn content_fields(
    shape: FormPage,
    texts: Texts,
    desk: &IssueDesk,
    form: &StandingForm,
) -> FormPage {
    shape
        .field(|page| {
            let options = desk
                .products
                .iter()
                .map(|one| (&one.product.code, &one.product.name));
            page.select("product", fl!(texts, "product"))
                .options(options.collect::<Vec<_>>())
                .value(&form.product)
        })
        .field(|page| {
            page.decimal("litres", fl!(texts, "litres"))
                .after(fl!(texts, "litre-unit"))
                .value(&form.litres)
        })
        .field(|page| {
            let options = desk
                .lines
                .iter()
                .map(|choice| (choice.line.id, choice.name()));
            page.select("line", fl!(texts, "budget-line"))
                .options(options.collect::<Vec<_>>())
                .value(&form.line)
        })
        .field(|page| {
            let options = desk
                .stations
                .iter()
                .map(|(id, station)| (id, &station.name));
            page.select("station", fl!(texts, "station"))
                .option("", fl!(texts, "station-any"))
                .options(options.collect::<Vec<_>>())
                .value(&form.station)
        })
        .field(|page| {
            page.select("drawer", fl!(texts, "drawer"))
                .option("", fl!(texts, "drawer-any"))
                .options(&desk.drivers)
                .value(&form.drawer)
        })
        .field(|page| {
            page.date_field("from", fl!(texts, "standing-from"))
                .value(&form.from)
        })
        .field(|page| {
            page.date_field("until", fl!(texts, "standing-until"))
                .optional()
                .value(&form.until)
        })
        .field(|page| {
            page.text_field("purpose", fl!(texts, "purpose"))
                .optional()
                .value(&form.purpose)
        })
}
