//! Forms for stations and their contracts.

use authz::{Action, Resource};
use base::{Rupiah, StationId};
use register::PlaceLevel;
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, WebError, fl, redirect,
    render, render_refused,
};

use super::shapes::FormPage;
use super::{read, submit};
use crate::actions::{
    ContractEnding, StationChange, add_contract, add_station, change_station, end_contract,
};
use crate::model::contract::{Contract, ContractId, MeansOfPayment, NewContract};
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
    let nowhere = std::iter::once((String::new(), String::new()));
    let products = choices
        .products
        .iter()
        .filter(|product| product.is_active || form.products.contains(&product.code));
    let products = products.map(|product| (product.code.clone(), product.name.clone()));
    let mut fields = vec![
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
    ];
    let names = words::weekday_names(page.locale);
    for ((typed, day), number) in form.days().into_iter().zip(names).zip(1..) {
        let field = page
            .text_field(format!("hours_{number}"), fl!(texts, "hours-of", day = day))
            .value(typed)
            .narrow();
        let field = if number == 1 {
            field.hint(fl!(texts, "hours-hint"))
        } else {
            field
        };
        fields.push(field.to_string());
    }
    fields.extend([
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
    ]);
    let back = if action == "/spbu" {
        "/spbu".to_owned()
    } else {
        action.clone()
    };
    FormPage {
        button: page.submit(fl!(texts, "station-add")).cancel(back),
        page,
        lead: String::new(),
        action,
        hidden: vec![("revision", form.revision.clone())],
        fields,
    }
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

async fn find(staff: &Staff, id: StationId) -> Result<Station, WebError> {
    let tenant = staff.tenant();
    let found = read(staff, move |tx| {
        store::station::lookup_station(tx, tenant, id)
    });
    found.await?.ok_or_else(WebError::not_found)
}

fn edit_page(staff: &Staff, station: &Station, title: String) -> PageFrame {
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

/// What is typed for a contract.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ContractForm {
    number: String,
    from_on: String,
    until_on: String,
    means: String,
    deposit: String,
}

impl ContractForm {
    fn read(
        &self,
        station: StationId,
        locale: Locale,
        errors: &mut FieldErrors,
    ) -> Option<NewContract> {
        let texts = texts(locale);
        let number = errors.text(
            "number",
            &fl!(texts, "contract-number-what"),
            &self.number,
            80,
        );
        let from_on = errors.date("from_on", &fl!(texts, "contract-from-what"), &self.from_on);
        let until_on = errors.date(
            "until_on",
            &fl!(texts, "contract-until-what"),
            &self.until_on,
        );
        let means = errors.choice("means", &fl!(texts, "contract-means-what"), &self.means);
        let deposit = if self.deposit.trim().is_empty() {
            Some(None)
        } else {
            let what = fl!(texts, "contract-deposit-what");
            let range = Rupiah::new(1)..=Rupiah::new(1_000_000_000_000);
            errors
                .rupiah("deposit", &what, &self.deposit, range)
                .map(Some)
        };
        Some(NewContract {
            station,
            number: number?,
            from_on: from_on?,
            until_on: until_on?,
            means: means?,
            deposit: deposit?,
        })
    }
}

fn contract_page(page: PageFrame, station: StationId, form: &ContractForm) -> FormPage {
    let texts = texts(page.locale);
    let means = MeansOfPayment::ALL.iter();
    let means = means.map(|means| (means.word(), words::means_name(*means, texts)));
    let fields = vec![
        page.text_field("number", fl!(texts, "contract-number"))
            .value(&form.number)
            .to_string(),
        page.date_field("from_on", fl!(texts, "contract-from"))
            .value(&form.from_on)
            .to_string(),
        page.date_field("until_on", fl!(texts, "contract-until"))
            .value(&form.until_on)
            .to_string(),
        page.radios("means", fl!(texts, "contract-means"))
            .options(means)
            .value(&form.means)
            .to_string(),
        page.whole("deposit", fl!(texts, "contract-deposit"))
            .hint(fl!(texts, "contract-deposit-hint"))
            .before("Rp")
            .value(&form.deposit)
            .optional()
            .to_string(),
    ];
    let back = format!("/spbu/{station}");
    FormPage {
        button: page.submit(fl!(texts, "contract-add")).cancel(back),
        page,
        lead: String::new(),
        action: format!("/spbu/{station}/kontrak"),
        hidden: Vec::new(),
        fields,
    }
}

pub(crate) async fn new_contract(staff: Staff, Path(id): Path<StationId>) -> Answer {
    staff.may(
        Action::FuelContractEdit,
        &Resource::tenant(staff.tenant()).station(id),
    )?;
    let station = find(&staff, id).await?;
    let page = edit_page(&staff, &station, fl!(texts(staff.locale), "contract-new"));
    render(&contract_page(page, id, &ContractForm::default()))
}

pub(crate) async fn create_contract(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<StationId>,
    form: Form<ContractForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(id, staff.locale, &mut errors) {
        let code = Action::FuelContractEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), code, &input);
        let (actor, contract) = (staff.actor().clone(), input.clone());
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            add_contract(tx, stamp, &actor, &contract)
        });
        if done.await?.is_some() {
            staff.flash(&Flash::success(fl!(
                texts,
                "contract-added",
                number = input.number
            )));
            return Ok(redirect(format!("/spbu/{id}")));
        }
    }
    let station = find(&staff, id).await?;
    let page = edit_page(&staff, &station, fl!(texts, "contract-new")).errors(errors);
    render_refused(&contract_page(page, id, &form))
}

/// What is typed to end a contract.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EndingForm {
    revision: String,
    until_on: String,
    reason: String,
}

async fn find_contract(staff: &Staff, id: ContractId) -> Result<(Contract, Station), WebError> {
    let tenant = staff.tenant();
    let found = read(staff, move |tx| {
        store::contract::lookup_contract(tx, tenant, id)
    });
    let contract = found.await?.ok_or_else(WebError::not_found)?;
    let place = Resource::tenant(tenant).station(contract.station);
    staff.may(Action::FuelContractEdit, &place)?;
    let station = find(staff, contract.station).await?;
    Ok((contract, station))
}

fn ending_page(page: PageFrame, contract: &Contract, form: &EndingForm) -> FormPage {
    let texts = texts(page.locale);
    let fields = vec![
        page.date_field("until_on", fl!(texts, "contract-last-day"))
            .value(&form.until_on)
            .to_string(),
        page.text_field("reason", fl!(texts, "contract-reason"))
            .value(&form.reason)
            .to_string(),
    ];
    FormPage {
        lead: fl!(
            texts,
            "contract-end-lead",
            number = contract.number.as_str(),
            until = page.date(contract.until_on)
        ),
        button: page
            .submit(fl!(texts, "contract-end"))
            .danger()
            .cancel(format!("/spbu/{}", contract.station)),
        page,
        action: format!("/kontrak-spbu/{}/akhiri", contract.id),
        hidden: vec![("revision", form.revision.clone())],
        fields,
    }
}

pub(crate) async fn new_ending(staff: Staff, Path(id): Path<ContractId>) -> Answer {
    let (contract, station) = find_contract(&staff, id).await?;
    let form = EndingForm {
        revision: contract.revision.to_string(),
        ..EndingForm::default()
    };
    let page = edit_page(&staff, &station, fl!(texts(staff.locale), "contract-end"));
    render(&ending_page(page, &contract, &form))
}

pub(crate) async fn end(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ContractId>,
    form: Form<EndingForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let (contract, station) = find_contract(&staff, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    let until_on = errors.date(
        "until_on",
        &fl!(texts, "contract-last-day-what"),
        &form.until_on,
    );
    let reason = errors.text(
        "reason",
        &fl!(texts, "contract-reason-what"),
        &form.reason,
        300,
    );
    if let Some((until_on, reason)) = until_on.zip(reason) {
        let ending = ContractEnding {
            contract: id,
            revision: form.revision.parse().unwrap_or(-1),
            until_on,
            reason,
        };
        let code = Action::FuelContractEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), code, &ending);
        let actor = staff.actor().clone();
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            end_contract(tx, stamp, &actor, &ending)
        });
        if done.await?.is_some() {
            let number = contract.content.number;
            staff.flash(&Flash::success(fl!(
                texts,
                "contract-ended",
                number = number
            )));
            return Ok(redirect(format!("/spbu/{}", station.id)));
        }
    }
    let page = edit_page(&staff, &station, fl!(texts, "contract-end")).errors(errors);
    render_refused(&ending_page(page, &contract, &form))
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
