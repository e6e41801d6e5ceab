//! The form for a price notice, and its withdrawal.

use authz::{Action, Resource};
use base::{CivilDate, Rupiah, StationId, Zone};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, WebError, fl, redirect,
    render, render_refused,
};

use super::prices::{price_text, station_names};
use super::shapes::FormPage;
use super::{read, submit};
use crate::actions::{NoticeWithdrawal, add_price_notice, withdraw_price_notice};
use crate::model::hours::{DAY_MINUTES, parse_minute};
use crate::model::price::{NewPriceNotice, PriceNoticeId, PricePlace};
use crate::model::product::Product;
use crate::store::price::{load_home_province, lookup_price_notice};
use crate::store::product::list_products;
use crate::{texts, words};

/// What is typed for a notice.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PriceForm {
    product: String,
    place: String,
    price: String,
    from_on: String,
    from_time: String,
    until_on: String,
    source_number: String,
    source_on: String,
    replaces: String,
}

impl PriceForm {
    fn read(
        &self,
        (locale, zone): (Locale, &Zone),
        errors: &mut FieldErrors,
    ) -> Option<NewPriceNotice> {
        let texts = texts(locale);
        let product = errors.text(
            "product",
            &fl!(texts, "price-product-what"),
            &self.product,
            30,
        );
        let place = self.read_place();
        let place = errors.pick("place", &fl!(texts, "price-place-what"), place);
        let price = if self.price.trim().is_empty() && matches!(place, Some(PricePlace::Station(_)))
        {
            Some(None)
        } else {
            let range = Rupiah::new(1)..=Rupiah::new(1_000_000);
            let what = fl!(texts, "price-amount-what");
            errors.rupiah("price", &what, &self.price, range).map(Some)
        };
        let from_on = errors.date("from_on", &fl!(texts, "price-from-on-what"), &self.from_on);
        let time = parse_minute(&self.from_time).filter(|minute| *minute < DAY_MINUTES);
        if time.is_none() {
            errors.add("from_time", fl!(texts, "price-time-wrong"));
        }
        let until = optional_date(
            "until_on",
            &fl!(texts, "price-until-on-what"),
            &self.until_on,
            errors,
        );
        let what = fl!(texts, "price-source-number-what");
        let source_number = errors.text("source_number", &what, &self.source_number, 80);
        let source_on = optional_date(
            "source_on",
            &fl!(texts, "price-source-on-what"),
            &self.source_on,
            errors,
        );
        let start = zone.start_of(from_on?).ok()?;
        Some(NewPriceNotice {
            product: product?,
            place: place?,
            price: price?,
            valid_from_at: start.plus_seconds(i64::from(time?) * 60),
            valid_until_at: until?.and_then(|on| zone.start_of(on).ok()),
            source_number: source_number?,
            source_on: source_on?,
            replaces: !self.replaces.is_empty(),
        })
    }

    /// `provinsi-53`, or a station's id.
    fn read_place(&self) -> Option<PricePlace> {
        match self.place.strip_prefix("provinsi-") {
            Some(code) => Some(PricePlace::Province(code.to_owned())),
            None => self.place.parse().ok().map(PricePlace::Station),
        }
    }
}

#[expect(clippy::option_option, reason = "absent and wrong are two things")]
fn optional_date(
    field: &str,
    what: &str,
    typed: &str,
    errors: &mut FieldErrors,
) -> Option<Option<CivilDate>> {
    if typed.trim().is_empty() {
        return Some(None);
    }
    errors.date(field, what, typed).map(Some)
}

type Choices = (Vec<Product>, Vec<(StationId, String)>, Option<String>);

async fn choices(staff: &Staff) -> Result<Choices, WebError> {
    let tenant = staff.tenant();
    read(staff, move |tx| {
        let province = load_home_province(tx, tenant)?;
        Ok((
            list_products(tx, tenant)?,
            station_names(tx, tenant)?,
            province,
        ))
    })
    .await
}

fn form_page(
    page: PageFrame,
    form: &PriceForm,
    (products, stations, province): &Choices,
) -> FormPage {
    let texts = texts(page.locale);
    let nothing = || std::iter::once((String::new(), String::new()));
    let active = products.iter().filter(|product| product.is_active);
    let active = active.map(|product| (product.code.clone(), product.name.clone()));
    let province = province.iter().map(|code| {
        let name = fl!(texts, "price-province", code = code.as_str());
        (format!("provinsi-{code}"), name)
    });
    let stations = stations
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()));
    let fields = vec![
        page.select("product", fl!(texts, "price-product"))
            .options(nothing().chain(active))
            .value(&form.product)
            .to_string(),
        page.select("place", fl!(texts, "price-place"))
            .options(province.chain(stations))
            .value(&form.place)
            .to_string(),
        page.whole("price", fl!(texts, "price-amount"))
            .hint(fl!(texts, "price-amount-hint"))
            .before("Rp")
            .value(&form.price)
            .to_string(),
        page.date_field("from_on", fl!(texts, "price-from-on"))
            .value(&form.from_on)
            .to_string(),
        page.time_field(
            "from_time",
            fl!(texts, "price-from-time", zone = page.city.zone.label()),
        )
        .value(&form.from_time)
        .to_string(),
        page.date_field("until_on", fl!(texts, "price-until-on"))
            .hint(fl!(texts, "price-until-hint"))
            .value(&form.until_on)
            .optional()
            .to_string(),
        page.text_field("source_number", fl!(texts, "price-source-number"))
            .value(&form.source_number)
            .to_string(),
        page.date_field("source_on", fl!(texts, "price-source-on"))
            .value(&form.source_on)
            .optional()
            .to_string(),
        page.checkbox("replaces", fl!(texts, "price-replaces"))
            .value(&form.replaces)
            .to_string(),
    ];
    FormPage {
        button: page.submit(fl!(texts, "price-save")).cancel("/harga"),
        page,
        lead: String::new(),
        action: "/harga".to_owned(),
        hidden: Vec::new(),
        fields,
    }
}

fn new_page(staff: &Staff) -> PageFrame {
    let texts = texts(staff.locale);
    staff
        .page(fl!(texts, "price-new"))
        .crumb(fl!(texts, "prices"), "/harga")
}

pub(crate) async fn new(staff: Staff) -> Answer {
    staff.may(Action::FuelPriceEdit, &Resource::tenant(staff.tenant()))?;
    let choices = choices(&staff).await?;
    let form = PriceForm {
        from_time: "00:00".to_owned(),
        ..PriceForm::default()
    };
    render(&form_page(new_page(&staff), &form, &choices))
}

pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<PriceForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    let choices = choices(&staff).await?;
    let zone = &staff.city().zone;
    if let Some(input) = form.read((staff.locale, zone), &mut errors) {
        let code = Action::FuelPriceEdit.code();
        let stamp = staff.stamp();
        let command = db::Command::by(&stamp).keyed(form.key.as_str(), code, &input);
        let (actor, notice) = (staff.actor().clone(), input.clone());
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            add_price_notice(tx, stamp, &actor, &notice)
        });
        if done.await?.is_some() {
            let product = words::product_name(&choices.0, &input.product);
            staff.flash(&if input.valid_from_at < stamp.at {
                Flash::warning(fl!(texts, "price-saved-late", product = product))
            } else {
                Flash::success(fl!(texts, "price-saved", product = product))
            });
            return Ok(redirect("/harga"));
        }
    }
    render_refused(&form_page(new_page(&staff).errors(errors), &form, &choices))
}

/// Why a notice is withdrawn.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WithdrawalForm {
    reason: String,
}

async fn withdrawal_page(
    staff: &Staff,
    id: PriceNoticeId,
    (form, errors): (&WithdrawalForm, FieldErrors),
) -> Result<FormPage, WebError> {
    staff.may(Action::FuelPriceEdit, &Resource::tenant(staff.tenant()))?;
    let texts = texts(staff.locale);
    let tenant = staff.tenant();
    let (notice, products) = read(staff, move |tx| {
        Ok((
            lookup_price_notice(tx, tenant, id)?,
            list_products(tx, tenant)?,
        ))
    })
    .await?;
    let notice = notice.ok_or_else(WebError::not_found)?;
    let page = staff
        .page(fl!(texts, "price-withdraw"))
        .crumb(fl!(texts, "prices"), "/harga")
        .errors(errors);
    let lead = fl!(
        texts,
        "price-withdraw-lead",
        product = words::product_name(&products, &notice.product),
        price = price_text(notice.price, texts),
        from = page.at(notice.valid_from_at)
    );
    let reason = page
        .text_field("reason", fl!(texts, "price-withdrawal-reason"))
        .value(&form.reason);
    Ok(FormPage {
        fields: vec![reason.to_string()],
        button: page
            .submit(fl!(texts, "price-withdraw"))
            .danger()
            .cancel("/harga"),
        page,
        lead,
        action: format!("/harga/{id}/batal"),
        hidden: Vec::new(),
    })
}

pub(crate) async fn new_withdrawal(staff: Staff, Path(id): Path<PriceNoticeId>) -> Answer {
    let errors = FieldErrors::new(staff.locale);
    render(&withdrawal_page(&staff, id, (&WithdrawalForm::default(), errors)).await?)
}

pub(crate) async fn withdraw(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PriceNoticeId>,
    form: Form<WithdrawalForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    let what = fl!(texts, "price-withdrawal-reason-what");
    if let Some(reason) = errors.text("reason", &what, &form.reason, 300) {
        let input = NoticeWithdrawal { notice: id, reason };
        let code = Action::FuelPriceEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), code, &input);
        let actor = staff.actor().clone();
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            withdraw_price_notice(tx, stamp, &actor, &input)
        });
        if done.await?.is_some() {
            staff.flash(&Flash::success(fl!(texts, "price-withdrawn-done")));
            return Ok(redirect("/harga"));
        }
    }
    render_refused(&withdrawal_page(&staff, id, (&form, errors)).await?)
}
