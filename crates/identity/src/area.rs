//! The area as the binary composes it.

use authz::Action;
use web::axum::Router;
use web::axum::routing::{get, post};
use web::{Area, NavGroup, NavItem, Site, fl};

use crate::pages::second_factor::EnrolPage;
use crate::pages::shape::{DetailPage, FormPage, SecretPage};
use crate::pages::{
    account, grants, integrations, login, new_password, people, person, person_form, person_photo,
    person_secrets, second_factor, setup,
};
use crate::texts;

/// People, accounts and roles: pages, menu, rights.
pub fn area() -> Area {
    Area::new("identity")
        .pages(own_pages().merge(admin_pages()).merge(personal_pages()))
        .nav([
            NavItem {
                text: |locale| fl!(texts(locale), "people"),
                href: "/pengguna",
                group: NavGroup::Setup,
                action: Some(Action::IdentityUserView),
            },
            NavItem {
                text: |locale| fl!(texts(locale), "integrations"),
                href: "/integrasi",
                group: NavGroup::Setup,
                action: Some(Action::IdentityIntegrationEdit),
            },
            NavItem {
                text: |locale| fl!(texts(locale), "own-account"),
                href: "/akun",
                group: NavGroup::Setup,
                action: None,
            },
        ])
        .actions([
            Action::IdentityUserView,
            Action::IdentityUserEdit,
            Action::IdentityUserErase,
            Action::IdentityUserReset,
            Action::IdentitySessionRevoke,
            Action::IdentityGrantEdit,
            Action::IdentityIntegrationEdit,
        ])
        .samples(|locale| {
            let mut samples = web::sample::<FormPage>(locale);
            samples.extend(web::sample::<DetailPage>(locale));
            samples.extend(web::sample::<SecretPage>(locale));
            samples.extend(web::sample::<EnrolPage>(locale));
            samples.extend(web::sample::<people::PeopleSample>(locale));
            samples
        })
}

/// Signing in and one's own account.
fn own_pages() -> Router<Site> {
    Router::new()
        .route("/masuk", get(login::show_login).post(login::sign_in))
        .route("/masuk/kode", post(second_factor::check_code))
        .route("/masuk/sandi", post(new_password::set_forced))
        .route("/keluar", post(login::sign_out))
        .route(
            "/tautan/{token}",
            get(new_password::show_link).post(new_password::use_link),
        )
        .route("/mulai", get(setup::show_setup).post(setup::set_up))
        .route("/akun", get(account::show_account))
        .route(
            "/akun/sandi",
            get(new_password::show_own).post(new_password::change_own),
        )
        .route(
            "/akun/bahasa",
            get(account::show_language).post(account::set_language),
        )
        .route(
            "/akun/kode",
            get(second_factor::show_enrolment).post(second_factor::enrol),
        )
        .route(
            "/akun/kode/hapus",
            get(second_factor::show_removal).post(second_factor::remove),
        )
        .route(
            "/akun/sesi/{session}/akhiri",
            get(account::ask_end_session).post(account::end_session),
        )
}

/// What is kept of a person's looks, and its end.
fn personal_pages() -> Router<Site> {
    Router::new()
        .route(
            "/pengguna/{id}/hapus",
            get(person::ask_erase).post(person::erase),
        )
        .route("/pengguna/{id}/foto", person_photo::photo_route())
        .route("/pengguna/{id}/foto/gambar", get(person_photo::show_image))
        .route(
            "/pengguna/{id}/foto/hapus",
            post(person_photo::remove_photo),
        )
}

/// People, roles, links, PINs and other programs.
fn admin_pages() -> Router<Site> {
    Router::new()
        .route(
            "/pengguna",
            get(people::list).post(person_form::create_person),
        )
        .route("/pengguna/baru", get(person_form::new_person))
        .route("/pengguna/{id}", get(person::show_person))
        .route(
            "/pengguna/{id}/ubah",
            get(person_form::edit).post(person_form::update),
        )
        .route(
            "/pengguna/{id}/tutup",
            get(person::ask_close).post(person::close),
        )
        .route(
            "/pengguna/{id}/buka",
            get(person::ask_reopen).post(person::reopen),
        )
        .route(
            "/pengguna/{id}/akun",
            get(person_secrets::ask_account).post(person_secrets::give_account),
        )
        .route(
            "/pengguna/{id}/tautan",
            get(person_secrets::ask_link).post(person_secrets::make_link),
        )
        .route(
            "/pengguna/{id}/pin/{kind}",
            get(person_secrets::ask_pin).post(person_secrets::make_pin),
        )
        .route(
            "/pengguna/{id}/kode",
            get(person_secrets::ask_factor).post(person_secrets::remove_factor),
        )
        .route(
            "/pengguna/{id}/sesi/{session}/akhiri",
            get(person_secrets::ask_end_session).post(person_secrets::end_session),
        )
        .route("/pengguna/{id}/peran/baru", get(grants::new_grant))
        .route("/pengguna/{id}/peran", post(grants::create_grant))
        .route(
            "/pengguna/{id}/peran/{grant}/cabut",
            get(grants::ask_withdraw).post(grants::withdraw),
        )
        .route(
            "/integrasi",
            get(integrations::list).post(integrations::create),
        )
        .route("/integrasi/baru", get(integrations::new))
        .route("/integrasi/{id}", get(integrations::show))
        .route(
            "/integrasi/{id}/tutup",
            get(integrations::ask_close).post(integrations::close),
        )
        .route(
            "/integrasi/{id}/token",
            get(integrations::new_token).post(integrations::create_token),
        )
        .route(
            "/integrasi/{id}/token/{token}/cabut",
            get(integrations::ask_revoke).post(integrations::revoke),
        )
}
