//! What the journal knows of people: that something changed, never who they are.

use authz::{Role, Scope};
use base::PageSize;
use identity::testkit::City;
use testkit::TENANT;

use crate::erasing::assert_journal_agrees;
use crate::{NIP, STEPS, maria, shown_secret};

testkit::both_databases! {
    steps: STEPS;

    fn the_journal_holds_no_name_number_hash_or_secret(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let pin = shown_secret(&admin.post(&format!("/pengguna/{person}/pin/attendant"), &[]));
        let link = shown_secret(&admin.post(&format!("/pengguna/{person}/tautan"), &[]));
        let token = link.rsplit('/').next().unwrap().to_owned();
        let entries = city.db().read_blocking(TENANT, db::Access::ReadOwn, |tx| {
            let rows = tx.query("SELECT bytes FROM journal_entry WHERE tenant_id = $1", db::params![TENANT])?;
            rows.iter().map(|row| row.get::<Vec<u8>>("bytes")).collect::<Result<Vec<_>, _>>()
        }).unwrap();
        assert!(entries.len() >= 4);
        for secret in ["Maria Nggadas", "maria nggadas", NIP, "maria@kupang.go.id", "+6281234567890", "$argon2id", &pin, &token] {
            let needle = secret.as_bytes();
            let found = entries.iter().any(|bytes| bytes.windows(needle.len()).any(|part| part == needle));
            assert!(!found, "the journal holds {secret}");
        }
    }

    fn a_pin_that_is_set_again_is_the_same_row_to_the_journal(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        for kind in ["attendant", "driver", "attendant"] {
            admin.post(&format!("/pengguna/{person}/pin/{kind}"), &[]).assert_status(200);
        }
        assert_journal_agrees(&city);
    }

    fn every_change_of_a_person_is_in_his_history(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.post(&format!("/pengguna/{person}/tautan"), &[]).assert_status(200);
        admin.post(&format!("/pengguna/{person}/peran"), &[("role", "mayor"), ("scope", "tenant"), ("from_on", "2026-11-24")]).assert_status(303);
        let history = city.db().read_blocking(TENANT, db::Access::ReadOwn, move |tx| {
            journal::list_history(tx, TENANT, person.uuid(), None, PageSize::default())
        }).unwrap();
        let mut codes: Vec<_> = history.items.iter().map(|entry| entry.action.as_str()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["identity.grant.edit", "identity.person.seed", "identity.user.reset"]);
        let by_admin = history.items.iter().filter(|entry| entry.actor == admin.person().into()).count();
        assert_eq!(by_admin, 2);
    }
}
