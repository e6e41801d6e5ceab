//! Two cities on one server, told apart by host name: nothing of one is reached through the other.

use std::collections::BTreeMap;

use authz::{Role, Scope};
use base::{TenantId, Zone};
use blobs::{BlobStore, Blobs};
use fuel::testkit::{FuelCity, found_city};
use identity::testkit::{City, Client, TestPerson};
use stations::DeviceSessions;
use testkit::{OTHER_TENANT, TENANT, TestDb, both_databases};
use voucher_token::{KeySet, VerifyingKey};

use crate::steps;

const HERE: &str = "bbm.uji";
const THERE: &str = "bbm.ende.uji";

fn city(tenant: TenantId, name: &str) -> web::City {
    web::City {
        tenant,
        name: name.to_owned(),
        zone: Zone::named("Asia/Makassar").unwrap(),
        simulated: false,
    }
}

struct Two {
    site: City,
    fuel: FuelCity,
    _folder: tempfile::TempDir,
}

/// Kupang with a pump and a voucher, and Ende, which has nothing but an admin.
fn two(test: TestDb) -> Two {
    let fuel = found_city(&test.db);
    let folder = tempfile::tempdir().unwrap();
    let store = BlobStore::open(folder.path()).unwrap();
    let devices = DeviceSessions::new(test.db.clone());
    let site = City::of(test)
        .area(fuel::area())
        .area(stations::area())
        .area(pump::area())
        .devices(devices)
        .share(Blobs::start(store, 1).unwrap())
        .share(fuel.keys.clone())
        .with(|parts| {
            let hosts = [
                (HERE.to_owned(), city(TENANT, "Kota Kupang")),
                (THERE.to_owned(), city(OTHER_TENANT, "Kota Ende")),
            ];
            parts.cities.replace(BTreeMap::from(hosts), None);
        })
        .open();
    Two {
        site,
        fuel,
        _folder: folder,
    }
}

fn asking(mut client: Client, host: &str) -> Client {
    client.set_host(host);
    client
}

impl Two {
    fn phone(&self) -> Client {
        let mut phone = self.site.visitor();
        phone.set_cookie("sesi", &self.fuel.pump.token);
        phone
    }

    fn key_set(&self, host: &str) -> KeySet {
        let answer = asking(self.site.visitor(), host).get("/kunci-voucher");
        answer.assert_status(200);
        let view: BTreeMap<String, String> = serde_json::from_slice(&answer.bytes).unwrap();
        let bytes = |name: &str| {
            use base64::Engine as _;
            let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
            engine.decode(&view[name]).unwrap()
        };
        let root: [u8; 32] = bytes("root_key").try_into().unwrap();
        let root = VerifyingKey::from_bytes(&root).unwrap();
        KeySet::open(&bytes("key_set"), &root, self.site.now().seconds()).unwrap()
    }
}

both_databases! {
    steps: steps();

    fn a_link_opens_at_its_own_city_only(db) {
        let two = two(db);
        let issued = two.fuel.issued(two.site.db());
        let voucher = two.fuel.lookup(two.site.db(), issued.id);
        let link = format!("/v/{}", two.fuel.keys.link(TENANT, &voucher));
        assert!(link.starts_with("/v/kpg-"), "{link}");
        asking(two.site.visitor(), HERE).get(&link).assert_status(200).assert_shows("DH 8123 A");
        asking(two.site.visitor(), THERE).get(&link).assert_status(404).assert_hides("DH 8123 A");
        let relabelled = link.replace("/v/kpg-", "/v/ende-");
        for host in [HERE, THERE] {
            asking(two.site.visitor(), host).get(&relabelled).assert_status(404);
        }
    }

    fn a_device_is_known_at_its_own_city_only(db) {
        let two = two(db);
        asking(two.phone(), HERE).get("/pompa").assert_status(200).assert_shows("Pindai voucher");
        let refused = asking(two.phone(), THERE).get("/pompa");
        refused.assert_status(403).assert_hides("54.851.07");
    }

    fn a_person_and_a_program_are_known_at_their_own_city_only(db) {
        let two = two(db);
        let issued = two.fuel.issued(two.site.db());
        let path = format!("/voucher/{}", issued.id);
        let officer = || two.site.client_as(Role::CityAdmin, Scope::Tenant);
        asking(officer(), HERE).get(&path).assert_status(200).assert_shows("DH 8123 A");
        asking(officer(), THERE).get(&path).assert_status(303);

        let mut program = two.site.api_as(Role::FuelOfficer, Scope::Agency(two.fuel.agency));
        let path = format!("/api/v1/vouchers/{}", issued.id);
        program.get(&path).assert_status(200);
        program.set_host(THERE);
        program.get(&path).assert_status(401);
    }

    fn another_citys_admin_sees_no_voucher_of_this_one(db) {
        let two = two(db);
        let issued = two.fuel.issued(two.site.db());
        let there = TestPerson::named("Ana").role(Role::CityAdmin, Scope::Tenant);
        let person = there.insert(two.site.db(), OTHER_TENANT, two.site.now());
        let token = identity::testkit::sign_in(two.site.db(), OTHER_TENANT, person, two.site.now());
        let mut admin = asking(two.site.visitor(), THERE);
        admin.set_cookie("sesi", &token);
        admin.get("/voucher").assert_status(200).assert_hides("DH 8123 A");
        admin.get(&format!("/voucher/{}", issued.id)).assert_status(404);
        admin.get(&format!("/spbu/{}", two.fuel.pump.station)).assert_status(404);
    }

    fn each_city_has_its_own_key_set_and_the_phone_trusts_its_root(db) {
        let two = two(db);
        assert_eq!(two.key_set(HERE).tenant(), "kpg");
        assert_eq!(two.key_set(THERE).tenant(), "ende");
        let voucher = two.fuel.lookup(two.site.db(), two.fuel.issued(two.site.db()).id);
        let token = two.fuel.keys.token(TENANT, &voucher, "DH 8123 A").unwrap();
        let now_s = two.site.now().seconds();
        let read = |host| voucher_token::decode(&token).unwrap().verify(&two.key_set(host), now_s);
        assert!(read(HERE).is_ok());
        assert_eq!(read(THERE), Err(voucher_token::TokenRefusal::OtherTenant));
        let page = asking(two.phone(), HERE).get("/pompa");
        page.assert_shows("data-key-set=\"/kunci-voucher\"").assert_shows("data-root-key=\"");
    }

    fn a_host_without_a_city_finds_nothing(db) {
        let two = two(db);
        for path in ["/masuk", "/kunci-voucher", "/pompa", "/api/v1/vouchers"] {
            let status = asking(two.phone(), "bbm.lain.uji").get(path).status;
            assert!((400..500).contains(&status), "{path}: {status}");
        }
    }
}
