//! Writes pages of a small city as HTML, for looking at: `cargo run -p register --example look -- FOLDER`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use authz::{Role, Scope};
use base::{ManualClock, SystemEntropy};
use db::Step;
use identity::testkit::{City, Client};
use register::{
    AuditBook, AuditWords, ImportDesk, ImportTargets, RegisterAudit, RegisterSamples, SampleOwner,
    SampleOwners, StartSteps, import_targets, start_steps,
};
use testkit::{TestDb, morning};

const FILE: &str = "Kode;Nama OPD;Nama Kepala\n\
    1.03;Dinas Pekerjaan Umum dan Penataan Ruang;Yohanes Contoh, S.T.\n\
    ;Tanpa kode;\n\
    2.15;Dinas Perhubungan;Maria Contoh\n\
    1.03;Kembar;\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("name a folder")?;
    std::fs::create_dir_all(&folder)?;
    let steps: Vec<Step> = [
        &journal::STEPS[..],
        &identity::STEPS[..],
        &register::STEPS[..],
    ]
    .concat();
    let database = TestDb::sqlite(&steps);
    let clock = Arc::new(ManualClock::at(morning()));
    let targets = ImportTargets::new(import_targets());
    let desk = ImportDesk::new(
        database.db.clone(),
        targets,
        (clock, Arc::new(SystemEntropy)),
    );
    let city = City::of(database)
        .area(register::area())
        .share(desk)
        .share(StartSteps::new(start_steps()))
        .share(AuditBook::new([
            Arc::new(RegisterAudit) as Arc<dyn AuditWords>
        ]))
        .share(SampleOwners::new([
            Arc::new(RegisterSamples) as Arc<dyn SampleOwner>
        ]))
        .open();
    let mut client = city.client_as(Role::CityAdmin, Scope::Tenant);
    save(&folder, &mut client, "upload", "/impor/baru/agencies")?;
    let sent = client.post_file(
        "/impor/baru/agencies",
        &[],
        ("file", "opd.csv", FILE.as_bytes()),
    );
    let run = sent
        .header("location")
        .ok_or("the upload was refused")?
        .to_owned();
    save(&folder, &mut client, "mapping", &run)?;
    let mapping = [
        ("kolom-code", "Kode"),
        ("kolom-name", "Nama OPD"),
        ("kolom-head_name", "Nama Kepala"),
    ];
    client.post(&format!("{run}/kolom"), &mapping);
    save(&folder, &mut client, "preview", &run)?;
    client.post(&format!("{run}/masukkan"), &[]);
    save(&folder, &mut client, "result", &run)?;
    for (name, path) in [
        ("imports", "/impor"),
        ("agencies", "/opd"),
        ("start", "/langkah"),
        ("calendar", "/kalender"),
        ("settings", "/pengaturan"),
    ] {
        save(&folder, &mut client, name, path)?;
    }
    Ok(())
}

fn save(folder: &Path, client: &mut Client, name: &str, path: &str) -> std::io::Result<()> {
    std::fs::write(folder.join(format!("{name}.html")), client.get(path).bytes)
}
