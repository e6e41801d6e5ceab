//! `/voucher/baru`: a voucher in three taps: vehicle, check, issue.

use authz::{Action, Actor, Resource};
use base::{CivilDate, TenantId, UtcMicros, Zone};
use db::{Access, Failure, Tx};
use fleet::{Vehicle, VehicleFilter, VehicleId};
use serde::{Deserialize, Serialize};
use web::axum::extract::State;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Filter, Flash, Form, ListPage,
    Locale, PageFrame, Paging, QueryState, Site, Staff, Texts, WebError, fl, redirect, render,
    render_refused,
};

use super::shape::FormPage;
use super::voucher_form::{IssueDesk, VoucherForm};
use super::words::{quota_left, quota_sentence, warning_text};
use crate::{VoucherKeys, issue_voucher, texts};

/// Which vehicle, as the URL has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct NewQuery {
    kendaraan: String,
    cari: String,
}

/// A vehicle the actor may issue for; `None` where there is none for him.
pub(crate) fn find_vehicle(
    tx: &mut Tx<'_>,
    (tenant, today): (TenantId, CivilDate),
    actor: &Actor,
    id: VehicleId,
) -> Result<Option<Vehicle>, Failure> {
    let Some(vehicle) = fleet::lookup_vehicle(tx, tenant, id, today)? else {
        return Ok(None);
    };
    let resource = Resource::tenant(tenant)
        .agency(vehicle.agency)
        .unit(vehicle.unit);
    Ok(actor
        .may(Action::FuelVoucherIssue, &resource)
        .is_ok()
        .then_some(vehicle))
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    paging: Paging,
    QueryState(query): QueryState<NewQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelVoucherIssue)?;
    let texts = texts(staff.locale);
    let Ok(vehicle) = query.kendaraan.parse::<VehicleId>() else {
        return choose(&staff, &site, paging, query).await;
    };
    let Some(desk) = load_desk(&staff, &site, vehicle).await? else {
        return Err(WebError::not_found());
    };
    let form = desk.first();
    let page = staff.page(fl!(texts, "voucher-new"));
    render(&form_page(page, texts, &desk, &form))
}

async fn load_desk(
    staff: &Staff,
    site: &Site,
    vehicle: VehicleId,
) -> Result<Option<IssueDesk>, WebError> {
    let (tenant, zone, now) = (staff.tenant(), staff.city().zone.clone(), staff.now());
    let actor = staff.actor().clone();
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let place = (tenant, zone.date(now));
        let Some(vehicle) = find_vehicle(tx, place, &actor, vehicle)? else {
            return Ok(None);
        };
        IssueDesk::load(tx, tenant, vehicle, (now, &zone)).map(Some)
    });
    Ok(loaded.await?)
}

async fn choose(staff: &Staff, site: &Site, paging: Paging, query: NewQuery) -> Answer {
    let texts = texts(staff.locale);
    let (tenant, today) = (staff.tenant(), staff.city().zone.date(staff.now()));
    let reach = staff.actor().reach(Action::FuelVoucherIssue);
    let filter = VehicleFilter {
        words: query.cari.clone(),
        ..VehicleFilter::default()
    };
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let place = (paging.after.as_ref(), paging.size);
        let vehicles = fleet::list_vehicles(tx, (tenant, today), &reach, &filter, place)?;
        let agencies = register::list_agencies(tx, tenant)?;
        Ok((vehicles, agencies))
    });
    let (vehicles, agencies) = loaded.await?;
    // Who typed a plate has chosen.
    if let ([only], false, None) = (
        vehicles.items.as_slice(),
        query.cari.is_empty(),
        &vehicles.next,
    ) {
        return Ok(redirect(format!("/voucher/baru?kendaraan={}", only.id)));
    }
    let page = staff.page(fl!(texts, "voucher-choose-vehicle"));
    let columns = [
        Column::text(fl!(texts, "vehicle")),
        Column::text(fl!(texts, "agency")),
    ];
    let table = DataTable::new(&page.title, columns).rows(vehicles.items.iter().map(|vehicle| {
        let agency = agencies.iter().find(|agency| agency.id == vehicle.agency);
        let agency = agency.map_or("", |agency| agency.short_name.as_str());
        let href = format!("/voucher/baru?kendaraan={}", vehicle.id);
        [
            Cell::link(vehicle.name(), href)
                .mark(page.mark(vehicle.id))
                .below(&vehicle.label),
            Cell::text(agency),
        ]
    }));
    let search = page
        .search("cari", fl!(texts, "plate-or-name"))
        .value(&query.cari);
    let filters = Filter::default().field(&search);
    let empty = EmptyState::new(
        fl!(texts, "vehicles-none"),
        fl!(texts, "vehicles-none-text"),
    );
    let page = page.crumb(fl!(texts, "vouchers"), "/voucher");
    let list = ListPage::new(page, table, empty)
        .lead(fl!(texts, "voucher-choose-lead"))
        .action(fl!(texts, "voucher-batch"), "/voucher/baru/banyak")
        .filter(filters)
        .next(vehicles.next);
    render(&list)
}

pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<VoucherForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let Ok(vehicle) = form.vehicle.parse::<VehicleId>() else {
        return Err(WebError::not_found());
    };
    let Some(desk) = load_desk(&staff, &site, vehicle).await? else {
        return Err(WebError::not_found());
    };
    let mut errors = FieldErrors::new(staff.locale);
    let zone: &Zone = &staff.city().zone;
    let now: UtcMicros = staff.now();
    if let Some(input) = form.read(texts, &mut errors, &desk.products, (now, zone)) {
        let keys = site.part::<VoucherKeys>()?;
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        // The key covers what was typed: "from now on" differs when the button is pressed twice.
        let command = db::Command::by(&stamp)
            .keyed(
                form.key.as_str(),
                Action::FuelVoucherIssue.code(),
                &form.input,
            )
            .ordered_by(input.line.uuid());
        let db = site.db()?;
        let issued = db.write(command, move |tx| {
            issue_voucher(tx, &stamp.fresh(), &actor, &keys, &input)
        });
        match issued.await {
            Ok(issued) => {
                let mut text = fl!(texts, "voucher-issued");
                for warning in &issued.warnings {
                    text.push(' ');
                    text.push_str(&warning_text(texts, warning));
                }
                staff.flash(&Flash::success(text));
                return Ok(redirect(format!("/voucher/{}", issued.id)));
            }
            Err(error) => errors.catch("", error)?,
        }
    }
    let page = staff.page(fl!(texts, "voucher-new")).errors(errors);
    render_refused(&form_page(page, texts, &desk, &form.input))
}

/// The form for one vehicle, with what quota and budget have left.
pub(crate) fn form_page(
    page: PageFrame,
    texts: Texts,
    desk: &IssueDesk,
    form: &VoucherForm,
) -> FormPage {
    let vehicle = &desk.vehicle;
    let plate = page.marked(vehicle.id, vehicle.name());
    let name = format!("{plate} – {}", vehicle.label);
    let mut summary = page
        .summary()
        .row_to_change(fl!(texts, "vehicle"), name, "/voucher/baru")
        .row(fl!(texts, "agency"), &desk.agency);
    if let Some(quota) = &desk.quota {
        summary = summary
            .row(fl!(texts, "quota"), quota_sentence(texts, quota))
            .row(fl!(texts, "quota-left"), quota_left(quota));
    }
    for choice in &desk.lines {
        summary = summary.row(
            fl!(texts, "budget-left"),
            fl!(
                texts,
                "budget-left-of",
                available = choice.available.to_string(),
                line = choice.name()
            ),
        );
    }
    let page = page.crumb(fl!(texts, "vouchers"), "/voucher");
    let locale = page.locale;
    let button = page.submit(fl!(texts, "voucher-issue")).cancel("/voucher");
    let mut shape = FormPage::new(page, "/voucher", button)
        .summary(summary)
        .hidden("vehicle", &form.vehicle);
    for notice in notices(locale, desk) {
        shape = shape.notice(notice);
    }
    if desk.is_without_price() {
        let link = (fl!(texts, "issue-to-prices"), "/harga");
        shape = shape.notice_to_mend(fl!(texts, "issue-without-price"), link);
    }
    optional_fields(required_fields(shape, texts, desk, form), texts, desk, form)
}

fn notices(locale: Locale, desk: &IssueDesk) -> Vec<String> {
    let texts = texts(locale);
    let mut notices = Vec::new();
    let state = desk.vehicle.state;
    if !state.draws_fuel() {
        let state = fleet::state_name(locale, state);
        notices.push(fl!(texts, "vehicle-not-in-service", state = state));
    }
    if desk.quota.is_none() {
        notices.push(fl!(texts, "warning-without-quota"));
    }
    if desk.lines.is_empty() {
        notices.push(fl!(texts, "issue-no-budget"));
    }
    if desk.products.is_empty() {
        notices.push(fl!(texts, "no-product-for-vehicle"));
    }
    if desk.drivers.is_empty() {
        notices.push(fl!(texts, "issue-no-driver"));
    }
    notices
}

fn required_fields(
    mut shape: FormPage,
    texts: Texts,
    desk: &IssueDesk,
    form: &VoucherForm,
) -> FormPage {
    shape = match desk.lines.as_slice() {
        [only] => shape.hidden("line", only.line.id),
        lines => shape.field(|page| {
            let options = lines.iter().map(|choice| (choice.line.id, choice.name()));
            page.select("line", fl!(texts, "budget-line"))
                .options(options.collect::<Vec<_>>())
                .value(&form.line)
        }),
    };
    shape
        .field(|page| {
            let field = page.radios("product", fl!(texts, "product"));
            let field = desk.products.iter().fold(field, |field, choice| {
                let price = choice.price.map_or_else(
                    || fl!(texts, "price-unknown"),
                    |price| fl!(texts, "price-per-litre", price = price.to_string()),
                );
                let hint = match &choice.advice {
                    Some(advice) => format!("{price}. {advice}"),
                    None => price,
                };
                field.option_with_hint(&choice.product.code, &choice.product.name, hint)
            });
            field.value(&form.product)
        })
        .field(|page| {
            let field = page
                .decimal("litres", fl!(texts, "litres"))
                .after(fl!(texts, "litre-unit"));
            let field = match desk.vehicle.tank_ml {
                Some(tank) => field.hint(fl!(texts, "tank-hint", tank = tank.to_string())),
                None => field.hint(fl!(texts, "warning-tank-unknown")),
            };
            field.value(&form.litres)
        })
        .field(|page| {
            page.date_field("until", fl!(texts, "valid-until-day"))
                .hint(fl!(texts, "valid-until-hint"))
                .value(&form.until)
        })
}

fn optional_fields(
    shape: FormPage,
    texts: Texts,
    desk: &IssueDesk,
    form: &VoucherForm,
) -> FormPage {
    let mut shape = shape
        .field(|page| {
            let options = desk
                .stations
                .iter()
                .map(|(id, station)| (id, &station.name));
            let field = page.select("station", fl!(texts, "station"));
            // Only the sample station has prices for samples.
            let field = if desk.is_sample {
                field
            } else {
                field.option("", fl!(texts, "station-any"))
            };
            field
                .options(options.collect::<Vec<_>>())
                .value(&form.station)
        })
        .field(|page| {
            page.select("drawer", fl!(texts, "drawer"))
                .option("", fl!(texts, "drawer-any"))
                .options(&desk.drivers)
                .value(&form.drawer)
        });
    if desk.is_machine() || !desk.letters.is_empty() || !form.letter.is_empty() {
        let hint = if desk.letters.is_empty() {
            fl!(texts, "letter-hint")
        } else {
            fl!(texts, "letter-recorded", numbers = desk.letters.join(", "))
        };
        // Without a recorded letter that could be found at issue, a can needs its number here.
        let is_needed = desk.is_machine() && desk.letters.is_empty();
        shape = shape.field(|page| {
            let field = page.text_field("letter", fl!(texts, "letter")).hint(hint);
            let field = if is_needed { field } else { field.optional() };
            field.value(&form.letter)
        });
    }
    shape
        .field(|page| {
            page.date_field("from", fl!(texts, "valid-from-day"))
                .optional()
                .value(&form.from)
        })
        .field(|page| {
            page.text_field("purpose", fl!(texts, "purpose"))
                .optional()
                .value(&form.purpose)
        })
        .field(|page| {
            page.checkbox("substitutes", fl!(texts, "substitutes-allow"))
                .hint(fl!(texts, "substitutes-hint"))
                .value(&form.substitutes)
        })
}

/// The form as it looks, for samples.
pub(crate) fn sample(locale: web::Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    let texts = texts(locale);
    let desk = super::samples::desk();
    let page = || PageFrame::sample(locale, fl!(texts, "voucher-new"));
    let mut errors = FieldErrors::new(locale);
    let wrong = VoucherForm {
        litres: "tiga".to_owned(),
        ..desk.first()
    };
    let zone = &page().city.zone.clone();
    let _ = wrong.read(texts, &mut errors, &desk.products, (page().now, zone));
    let mut bare = desk.clone();
    bare.lines.clear();
    bare.products.clear();
    bare.drivers.clear();
    bare.quota = None;
    let mut unpriced = desk.clone();
    for choice in &mut unpriced.products {
        choice.price = None;
    }
    [
        ("usual", form_page(page(), texts, &desk, &desk.first())),
        (
            "with-errors",
            form_page(page().errors(errors), texts, &desk, &wrong),
        ),
        (
            "nothing-set-up",
            form_page(page(), texts, &bare, &bare.first()),
        ),
        (
            "without-price",
            form_page(page(), texts, &unpriced, &unpriced.first()),
        ),
    ]
    .into_iter()
    .map(|(case, page)| web::Sample {
        name: format!("voucher-form/{case}"),
        html: page.render().unwrap_or_else(|error| error.to_string()),
    })
    .collect()
}
