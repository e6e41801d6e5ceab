//! The register as a part of the program: routes, menu, rights, samples.

use authz::Action;
use web::axum::Router;
use web::axum::routing::{get, post};
use web::{Area, NavGroup, NavItem, Upload, fl};

use crate::pages::{
    agencies, calendar, import_mapping, import_run, imports, logo, places, post_edit, posts,
    samples, settings, shape, start, trail, units,
};
use crate::{ImportDesk, texts};

fn item(
    text: fn(web::Locale) -> String,
    href: &'static str,
    group: NavGroup,
    action: Action,
) -> NavItem {
    NavItem {
        text,
        href,
        group,
        action: Some(action),
    }
}

/// The register: composed with [`crate::ImportDesk`], [`crate::StartSteps`], [`crate::AuditBook`]
/// and [`crate::SampleOwners`] as shared parts of the site.
#[expect(
    clippy::too_many_lines,
    reason = "the register's menu, rights and samples read best in one list"
)]
pub fn area() -> Area {
    Area::new("register")
        .pages(
            Router::new()
                .merge(register_pages())
                .merge(import_pages())
                .route("/langkah", get(start::show_steps))
                .route("/langkah/contoh", get(samples::show).post(samples::fill))
                .route(
                    "/langkah/contoh/hapus",
                    get(samples::show_deletion).post(samples::delete_all),
                )
                .route("/langkah/contoh/simpan", post(samples::keep))
                .route("/jejak/{kind}/{id}", get(trail::show_trail)),
        )
        .nav([
            item(
                |l| fl!(texts(l), "agencies"),
                "/opd",
                NavGroup::Register,
                Action::RegisterAgencyView,
            ),
            item(
                |l| fl!(texts(l), "units"),
                "/unit",
                NavGroup::Register,
                Action::RegisterAgencyView,
            ),
            item(
                |l| fl!(texts(l), "posts"),
                "/jabatan",
                NavGroup::Register,
                Action::RegisterAgencyView,
            ),
            item(
                |l| fl!(texts(l), "places"),
                "/wilayah",
                NavGroup::Register,
                Action::RegisterAgencyView,
            ),
            item(
                |l| fl!(texts(l), "calendar"),
                "/kalender",
                NavGroup::Register,
                Action::RegisterAgencyView,
            ),
            item(
                |l| fl!(texts(l), "start"),
                "/langkah",
                NavGroup::Setup,
                Action::RegisterAgencyView,
            ),
            item(
                |l| fl!(texts(l), "imports"),
                "/impor",
                NavGroup::Setup,
                Action::RegisterImportRun,
            ),
            item(
                |l| fl!(texts(l), "settings"),
                "/pengaturan",
                NavGroup::Setup,
                Action::RegisterSettingsEdit,
            ),
        ])
        .actions([
            Action::RegisterAgencyView,
            Action::RegisterAgencyEdit,
            Action::RegisterUnitEdit,
            Action::RegisterPostEdit,
            Action::RegisterPlaceEdit,
            Action::RegisterCalendarEdit,
            Action::RegisterSettingsEdit,
            Action::RegisterImportRun,
            Action::RegisterSampleFill,
            Action::RegisterSampleKeep,
            Action::RegisterSampleDelete,
            Action::JournalTrailView,
        ])
        .samples(|locale| {
            let mut samples = web::sample::<shape::FormPage>(locale);
            samples.extend(web::sample::<shape::DetailPage>(locale));
            samples.extend(web::sample::<import_mapping::MappingPage>(locale));
            samples.extend(logo::sample(locale));
            samples
        })
}

fn register_pages() -> Router<web::Site> {
    Router::new()
        .route("/opd", get(agencies::list_all).post(agencies::create))
        .route("/opd/baru", get(agencies::new_one))
        .route("/opd/{id}", get(agencies::show_one).post(agencies::update))
        .route("/opd/{id}/ubah", get(agencies::edit))
        .route("/kop/{id}", logo::logo_route())
        .route("/kop/{id}/hapus", post(logo::remove))
        .route("/kop/{id}/gambar", get(logo::show_image))
        .route("/unit", get(units::list_all).post(units::create))
        .route("/unit/baru", get(units::new_one))
        .route("/unit/{id}", post(units::update))
        .route("/unit/{id}/ubah", get(units::edit))
        .route("/jabatan", get(posts::list_all).post(posts::create))
        .route("/jabatan/baru", get(posts::new_one))
        .route("/jabatan/{id}", get(posts::show_one))
        .route("/jabatan/{id}/pejabat", post(posts::appoint))
        .route(
            "/jabatan/{id}/ubah",
            get(post_edit::edit).post(post_edit::update),
        )
        .route(
            "/jabatan/pejabat/{id}",
            get(posts::edit_holder).post(posts::update_holder),
        )
        .route("/wilayah", get(places::list_all).post(places::create))
        .route("/wilayah/baru", get(places::new_one))
        .route("/wilayah/{id}", post(places::update))
        .route("/wilayah/{id}/ubah", get(places::edit))
        .route(
            "/kalender",
            get(calendar::show_year).post(calendar::set_day),
        )
        .route("/pengaturan", get(settings::edit).post(settings::update))
}

fn import_pages() -> Router<web::Site> {
    let upload =
        post(imports::create_import).layer(Upload::<()>::limit(ImportDesk::file_bytes_max()));
    Router::new()
        .route("/impor", get(imports::list_imports))
        .route("/impor/contoh/{kind}", get(imports::show_template))
        .route("/impor/baru/{kind}", get(imports::new_import).merge(upload))
        .route("/impor/proses/{id}", get(import_run::show_run))
        .route(
            "/impor/proses/{id}/kolom",
            get(import_mapping::edit_mapping).post(import_mapping::update_mapping),
        )
        .route(
            "/impor/proses/{id}/lembar",
            post(import_mapping::choose_sheet),
        )
        .route("/impor/proses/{id}/masukkan", post(imports::commit_import))
        .route("/impor/proses/{id}/batal", post(imports::withdraw_import))
        .route("/impor/proses/{id}/masalah", get(imports::show_rejected))
}
