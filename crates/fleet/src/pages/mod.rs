//! Pages of the register of vehicles.

mod charts;
mod classes;
mod command;
mod duplicates;
mod export;
pub(crate) mod find;
mod form;
mod list;
mod people_command;
mod refusals;
mod show;
mod show_meter;
mod show_samples;
mod show_tables;
mod unknowns;
mod vehicle_form;
pub(crate) mod words;

use authz::Action;
use web::axum::Router;
use web::axum::routing::{get, post};
use web::{Area, NavGroup, NavItem, Site, fl};

use crate::{STEPS, texts};

fn routes() -> Router<Site> {
    Router::new()
        .route(
            "/kendaraan",
            get(list::list_vehicles).post(form::create_vehicle),
        )
        .route("/kendaraan/baru", get(form::new_vehicle))
        .route("/kendaraan/ganda", get(duplicates::list_duplicates))
        .route("/kendaraan/kelas", get(classes::list_classes))
        .route("/kendaraan/kelas-baku", post(command::add_classes))
        .route("/kendaraan/{id}", get(show::show_vehicle))
        .route(
            "/kendaraan/{id}/ubah",
            get(form::edit_vehicle).post(form::update_vehicle),
        )
        .route("/kendaraan/{id}/keadaan", post(command::declare_status))
        .route("/kendaraan/{id}/gabung", post(command::merge_vehicle))
        .route("/kendaraan/{id}/plat", post(command::change_plate))
        .route("/kendaraan/{id}/tukar-plat", post(command::swap_plates))
        .route("/kendaraan/{id}/orang", post(people_command::assign_person))
        .route(
            "/kendaraan/{id}/akhiri",
            post(people_command::end_assignment),
        )
        .route("/kendaraan/{id}/bacaan", post(command::inspect_meter))
        .route("/kendaraan/{id}/koreksi", post(command::correct_reading))
        .route("/kendaraan/{id}/meter-rusak", post(command::declare_outage))
        .route("/kendaraan/{id}/meter-baik", post(command::end_outage))
        .route("/kendaraan/{id}/ganti-meter", post(command::replace_meter))
        .route("/kendaraan/{id}/surat", post(command::record_letter))
        .route(
            "/kendaraan/{id}/cabut-surat",
            post(command::withdraw_letter),
        )
        .route("/plat-tak-dikenal", get(unknowns::list_unknowns))
        .route(
            "/plat-tak-dikenal/{id}",
            get(unknowns::show_unknown).post(unknowns::resolve),
        )
}

/// The area: pages, menu, rights, tables.
pub fn area() -> Area {
    Area::new("fleet")
        .pages(routes())
        .nav([
            NavItem {
                text: |locale| fl!(texts(locale), "vehicles"),
                href: "/kendaraan",
                group: NavGroup::Register,
                action: Some(Action::FleetVehicleView),
            },
            NavItem {
                text: |locale| fl!(texts(locale), "unknowns"),
                href: "/plat-tak-dikenal",
                group: NavGroup::Register,
                action: Some(Action::FleetUnknownResolve),
            },
        ])
        .actions([
            Action::FleetVehicleView,
            Action::FleetVehicleEdit,
            Action::FleetHolderEdit,
            Action::FleetOdometerCorrect,
            Action::FleetLetterEdit,
            Action::FleetUnknownResolve,
        ])
        .api(crate::api::router())
        .steps(&STEPS)
        .samples(|locale| {
            let mut samples = web::sample::<form::VehicleFormPage>(locale);
            samples.extend(web::sample::<show::VehiclePage>(locale));
            samples.extend(web::sample::<unknowns::UnknownPage>(locale));
            samples.extend(classes::sample(locale));
            samples.extend(duplicates::sample(locale));
            samples
        })
}
