//! Forms for stations and their contracts.

use authz::{Action, Resource};
use base::StationId;
use register::PlaceLevel;
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, WebError, fl, redirect,
    render, render_refused,
};

use super::shapes::FormPage;
use super::{read, submit};
use crate::actions::{StationChange, add_station, change_station};
use crate::model::hours::{DayHours, OpeningHours};
use crate::model::product::Product;
use crate::model::station::{Coordinates, Station, StationDetails};
use crate::store;
use crate::{texts, words};

/// What is typed for a station.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StationForm {
    revision: String,
    number: String,
    name: String,
    address: String,
    province: String,
    place: String,
    coordinates: String,
    hours_1: String,
    hours_2: String,
    hours_3: String,
    hours_4: String,
    hours_5: String,
    hours_6: String,
    hours_7: String,
    phone: String,
    owner_company: String,
    products: Vec<String>,
    active: String,
}

impl StationForm {
    fn of(station: &Station, locale: Locale) -> Self {
        let texts = texts(locale);
        let day = |index| match station.hours.of(index) {
            DayHours::AllDay => fl!(texts, "hours-all-day"),
            DayHours::Closed => fl!(texts, "hours-closed"),
            between @ DayHours::Between(..) => between.to_string(),
        };
        Self {
            revision: station.revision.to_string(),
            number: station.number.to_string(),
            name: station.name.clone(),
            address: station.address.clone(),
            province: station.province.clone(),
            place: station.place_code.clone().unwrap_or_default(),
            coordinates: station
                .coordinates
                .map(|place| place.to_string())
                .unwrap_or_default(),
            hours_1: day(0),
            hours_2: day(1),
            hours_3: day(2),
            hours_4: day(3),
            hours_5: day(4),
            hours_6: day(5),
            hours_7: day(6),
            phone: station.phone.clone().unwrap_or_default(),
            owner_company: station.owner_company.clone().unwrap_or_default(),
            products: station.products.clone(),
            active: if station.is_active {
                "ya".to_owned()
            } else {
                String::new()
            },
        }
    }

    fn empty(locale: Locale, province: Option<String>, products: &[Product]) -> Self {
        let all_day = fl!(texts(locale), "hours-all-day");
        let sold = products.iter().filter(|product| product.is_active);
        Self {
            province: province.unwrap_or_default(),
            hours_1: all_day.clone(),
            hours_2: all_day.clone(),
            hours_3: all_day.clone(),
            hours_4: all_day.clone(),
            hours_5: all_day.clone(),
            hours_6: all_day.clone(),
            hours_7: all_day,
            products: sold.map(|product| product.code.clone()).collect(),
            active: "ya".to_owned(),
            ..Self::default()
        }
    }

    fn days(&self) -> [&String; 7] {
        [
            &self.hours_1,
            &self.hours_2,
            &self.hours_3,
            &self.hours_4,
            &self.hours_5,
            &self.hours_6,
            &self.hours_7,
        ]
    }

    fn read(&self, locale: Locale, errors: &mut FieldErrors) -> Option<StationDetails> {
        let texts = texts(locale);
        let number = errors.choice("number", &fl!(texts, "station-number-what"), &self.number);
        let name = errors.text("name", &fl!(texts, "station-name-what"), &self.name, 80);
        let address = errors.text(
            "address",
            &fl!(texts, "station-address-what"),
            &self.address,
            200,
        );
        let province = errors.text(
            "province",
            &fl!(texts, "station-province-what"),
            &self.province,
            2,
        );
        let place =
            errors.optional_text("place", &fl!(texts, "station-place-what"), &self.place, 20);
        let coordinates = self.read_coordinates(locale, errors);
        let hours = self.read_hours(locale, errors);
        let phone =
            errors.optional_text("phone", &fl!(texts, "station-phone-what"), &self.phone, 30);
        let what = fl!(texts, "station-owner-what");
        let owner = errors.optional_text("owner_company", &what, &self.owner_company, 120);
        Some(StationDetails {
            number: number?,
            name: name?,
            address: address?,
            province: province?,
            place_code: place?,
            coordinates: coordinates?,
            hours: hours?,
            phone: phone?,
            owner_company: owner?,
            is_active: !self.active.is_empty(),
            products: self.products.clone(),
        })
    }

    #[expect(clippy::option_option, reason = "absent and wrong are two things")]
    fn read_coordinates(
        &self,
        locale: Locale,
        errors: &mut FieldErrors,
    ) -> Option<Option<Coordinates>> {
        if self.coordinates.trim().is_empty() {
            return Some(None);
        }
        let place = Coordinates::read(self.coordinates.trim());
        if place.is_none() {
            errors.add(
                "coordinates",
                fl!(texts(locale), "station-coordinates-wrong"),
            );
        }
        place.map(Some)
    }

    fn read_hours(&self, locale: Locale, errors: &mut FieldErrors) -> Option<OpeningHours> {
        let names = words::weekday_names(locale);
        let mut days = Vec::with_capacity(7);
        for ((typed, name), number) in self.days().into_iter().zip(names).zip(1..) {
            match read_day(typed) {
                Some(day) => days.push(day),
                None => errors.add(
                    format!("hours_{number}"),
                    fl!(texts(locale), "hours-wrong", day = name),
                ),
            }
        }
        days.try_into().ok().map(OpeningHours)
    }
}

/// The hours of a day as people write them in either language.
fn read_day(typed: &str) -> Option<DayHours> {
    let typed = typed.trim().to_lowercase();
    match typed.as_str() {
        "24" | "24 jam" | "24 hours" => Some(DayHours::AllDay),
        "tutup" | "closed" | "-" => Some(DayHours::Closed),
        other => other.replace('–', "-").replace(' ', "").parse().ok(),
    }
}

/// Choices of the form.
struct Choices {
    products: Vec<Product>,
    places: Vec<(String, String)>,
    province: Option<String>,
}

async fn choices(staff: &Staff) -> Result<Choices, WebError> {
    let tenant = staff.tenant();
    read(staff, move |tx| {
        let places = register::list_places(tx, tenant, PlaceLevel::Kelurahan)?;
        Ok(Choices {
            products: store::product::list_products(tx, tenant)?,
            places: places
                .into_iter()
                .map(|place| (place.code, place.name))
                .collect(),
            province: store::price::load_home_province(tx, tenant)?,
        })
    })
    .await
}

fn form_page(page: PageFrame, action: String, form: &StationForm, choices: &Choices) -> FormPage {
    let texts = texts(page.locale);
    let mut fields = name_fields(&page, form, choices);
    fields.extend(hour_fields(&page, form));
    fields.extend(trade_fields(&page, form, choices));
    let back = action.clone();
    FormPage {
        button: page.submit(fl!(texts, "station-add")).cancel(back),
        page,
        lead: String::new(),
        action,
        hidden: vec![("revision", form.revision.clone())],
        fields,
    }
}

/// What the station is called and where it lies.
fn name_fields(page: &PageFrame, form: &StationForm, choices: &Choices) -> Vec<String> {
    let texts = texts(page.locale);
    let nowhere = std::iter::once((String::new(), String::new()));
    vec![
        page.text_field("number", fl!(texts, "station-number"))
            .hint(fl!(texts, "station-number-hint"))
            .value(&form.number)
            .narrow()
            .to_string(),
        page.text_field("name", fl!(texts, "station-name"))
            .value(&form.name)
            .to_string(),
        page.text_field("address", fl!(texts, "station-address"))
            .value(&form.address)
            .to_string(),
        page.text_field("province", fl!(texts, "station-province"))
            .hint(fl!(texts, "station-province-hint"))
            .value(&form.province)
            .narrow()
            .to_string(),
        page.select("place", fl!(texts, "station-place"))
            .options(nowhere.chain(choices.places.iter().cloned()))
            .value(&form.place)
            .optional()
            .to_string(),
        page.text_field("coordinates", fl!(texts, "station-coordinates"))
            .hint(fl!(texts, "station-coordinates-hint"))
            .value(&form.coordinates)
            .optional()
            .to_string(),
    ]
}

/// A field for each weekday.
fn hour_fields(page: &PageFrame, form: &StationForm) -> Vec<String> {
    let texts = texts(page.locale);
    let names = words::weekday_names(page.locale);
    let days = form.days().into_iter().zip(names).zip(1..);
    days.map(|((typed, day), number)| {
        let label = fl!(texts, "hours-of", day = day);
        let field = page
            .text_field(format!("hours_{number}"), label)
            .value(typed)
            .narrow();
        let field = if number == 1 {
            field.hint(fl!(texts, "hours-hint"))
        } else {
            field
        };
        field.to_string()
    })
    .collect()
}

/// Whom to call, whom to pay, what is sold.
fn trade_fields(page: &PageFrame, form: &StationForm, choices: &Choices) -> Vec<String> {
    let texts = texts(page.locale);
    let products = choices
        .products
        .iter()
        .filter(|product| product.is_active || form.products.contains(&product.code))
        .map(|product| (product.code.clone(), product.name.clone()));
    vec![
        page.telephone("phone", fl!(texts, "station-phone"))
            .value(&form.phone)
            .optional()
            .to_string(),
        page.text_field("owner_company", fl!(texts, "station-owner"))
            .hint(fl!(texts, "station-owner-hint"))
            .value(&form.owner_company)
            .optional()
            .to_string(),
        page.checkboxes("products", fl!(texts, "station-products"))
            .options(products)
            .values(&form.products)
            .to_string(),
        page.checkbox("active", fl!(texts, "station-active"))
            .value(&form.active)
            .to_string(),
    ]
}

fn new_page(staff: &Staff) -> PageFrame {
    let texts = texts(staff.locale);
    staff
        .page(fl!(texts, "station-new"))
        .crumb(fl!(texts, "stations"), "/spbu")
}

pub(crate) async fn new(staff: Staff) -> Answer {
    staff.may(Action::FuelStationEdit, &Resource::tenant(staff.tenant()))?;
    let choices = choices(&staff).await?;
    let form = StationForm::empty(staff.locale, choices.province.clone(), &choices.products);
    render(&form_page(
        new_page(&staff),
        "/spbu".to_owned(),
        &form,
        &choices,
    ))
}

pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<StationForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(staff.locale, &mut errors) {
        let code = Action::FuelStationEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), code, &input);
        let (actor, details) = (staff.actor().clone(), input.clone());
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            add_station(tx, stamp, &actor, &details)
        });
        if let Some(id) = done.await? {
            staff.flash(&if input.number.is_usual() {
                Flash::success(fl!(texts, "station-added", name = input.name))
            } else {
                Flash::warning(fl!(texts, "station-number-unusual"))
            });
            return Ok(redirect(format!("/spbu/{id}")));
        }
    }
    let choices = choices(&staff).await?;
    let page = new_page(&staff).errors(errors);
    render_refused(&form_page(page, "/spbu".to_owned(), &form, &choices))
}

pub(super) async fn find(staff: &Staff, id: StationId) -> Result<Station, WebError> {
    let tenant = staff.tenant();
    let found = read(staff, move |tx| {
        store::station::lookup_station(tx, tenant, id)
    });
    found.await?.ok_or_else(WebError::not_found)
}

pub(super) fn edit_page(staff: &Staff, station: &Station, title: String) -> PageFrame {
    let texts = texts(staff.locale);
    staff
        .page(title)
        .crumb(fl!(texts, "stations"), "/spbu")
        .crumb(station.name.clone(), format!("/spbu/{}", station.id))
}

pub(crate) async fn edit(staff: Staff, Path(id): Path<StationId>) -> Answer {
    staff.may(Action::FuelStationEdit, &Resource::tenant(staff.tenant()))?;
    let (station, choices) = (find(&staff, id).await?, choices(&staff).await?);
    let form = StationForm::of(&station, staff.locale);
    let page = edit_page(&staff, &station, fl!(texts(staff.locale), "station-edit"));
    render(&form_page(page, format!("/spbu/{id}"), &form, &choices))
}

pub(crate) async fn update(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<StationId>,
    form: Form<StationForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let station = find(&staff, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(details) = form.read(staff.locale, &mut errors) {
        let is_usual = details.number.is_usual();
        let change = StationChange {
            station: id,
            revision: form.revision.parse().unwrap_or(-1),
            details,
        };
        let code = Action::FuelStationEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), code, &change);
        let actor = staff.actor().clone();
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            change_station(tx, stamp, &actor, &change)
        });
        if done.await?.is_some() {
            staff.flash(&if is_usual {
                Flash::success(fl!(texts, "station-changed"))
            } else {
                Flash::warning(fl!(texts, "station-number-unusual"))
            });
            return Ok(redirect(format!("/spbu/{id}")));
        }
    }
    let choices = choices(&staff).await?;
    let page = edit_page(&staff, &station, fl!(texts, "station-edit")).errors(errors);
    render_refused(&form_page(page, format!("/spbu/{id}"), &form, &choices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_read_as_people_write_them() {
        for (typed, stored) in [
            ("24 jam", "24"),
            ("Tutup", "-"),
            ("06:00-22:00", "06:00-22:00"),
            ("06.00 – 22.00", "06:00-22:00"),
        ] {
            assert_eq!(
                read_day(typed).map(|day| day.to_string()).as_deref(),
                Some(stored),
                "{typed}"
            );
        }
        assert_eq!(read_day("pagi"), None);
    }
}
