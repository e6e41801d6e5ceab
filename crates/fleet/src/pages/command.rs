//! What is done on the page of a vehicle: each form is one command.

use authz::{Action, Actor};
use base::{CivilDate, Millilitres, Stamp, UtcMicros, Uuid};
use db::{Access, ActionError, Command, Tx};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Site, Staff, Texts, WebError, fl, redirect, render_refused,
};

use super::find::today;
use super::show::{Tab, vehicle_page};
use super::vehicle_form::new_plate;
use crate::{
    FleetRefusal, Merge, NewCorrection, NewLetter, NewOutage, NewReading, NewReplacement,
    NewStatus, PlateChange, PlateMatch, PlateSwap, ReadingSource, VehicleId, match_plate, texts,
};

/// What is typed into any form of the page; names are unique within a tab.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CommandForm {
    pub(super) keadaan: String,
    pub(super) mulai: String,
    pub(super) sampai: String,
    pub(super) alasan: String,
    pub(super) rujukan: String,
    pub(super) lain: String,
    pub(super) alasan_lain: String,
    pub(super) plat: String,
    pub(super) warna: String,
    pub(super) plat_sejak: String,
    pub(super) ambil_alih: String,
    pub(super) orang: String,
    pub(super) tugas: String,
    pub(super) sk: String,
    pub(super) penugasan: String,
    pub(super) akhir: String,
    pub(super) nilai: String,
    pub(super) pada: String,
    pub(super) jam: String,
    pub(super) bacaan: String,
    pub(super) nilai_benar: String,
    pub(super) alasan_koreksi: String,
    pub(super) rusak_sejak: String,
    pub(super) rusak_sampai: String,
    pub(super) alasan_rusak: String,
    pub(super) ganti_pada: String,
    pub(super) nilai_lama: String,
    pub(super) nilai_baru: String,
    pub(super) alasan_ganti: String,
    pub(super) jenis: String,
    pub(super) nomor: String,
    pub(super) penerbit: String,
    pub(super) produk: String,
    pub(super) volume: String,
    pub(super) surat: String,
    pub(super) alasan_cabut: String,
}

/// The highest value a meter shows.
const VALUE_MAX: i64 = 9_999_999;

/// The longest reason.
const REASON_MAX: usize = 300;

type Done<T> = Result<T, ActionError<FleetRefusal>>;

/// One command on the page of a vehicle.
pub(super) struct Order {
    pub(super) staff: Staff,
    pub(super) site: Site,
    id: VehicleId,
    /// The tab with the form.
    tab: Tab,
    /// The name of the form, which is shown open again where something is wrong.
    open: &'static str,
    pub(super) errors: FieldErrors,
    pub(super) texts: Texts,
}

impl Order {
    pub(super) fn new(staff: Staff, site: Site, id: VehicleId, place: (Tab, &'static str)) -> Self {
        let (errors, texts) = (FieldErrors::new(staff.locale), texts(staff.locale));
        Self {
            staff,
            site,
            id,
            tab: place.0,
            open: place.1,
            errors,
            texts,
        }
    }

    fn reason(&mut self, field: &str, typed: &str) -> Option<String> {
        self.errors
            .text(field, &fl!(self.texts, "reason-what"), typed, REASON_MAX)
    }

    pub(super) fn date(&mut self, field: &str, typed: &str) -> Option<CivilDate> {
        self.errors
            .date(field, &fl!(self.texts, "date-what"), typed)
    }

    #[expect(clippy::option_option, reason = "not readable, or read and absent")]
    pub(super) fn optional_date(&mut self, field: &str, typed: &str) -> Option<Option<CivilDate>> {
        if typed.trim().is_empty() {
            Some(None)
        } else {
            self.date(field, typed).map(Some)
        }
    }

    fn value(&mut self, field: &str, typed: &str) -> Option<i64> {
        self.errors.whole(
            field,
            &fl!(self.texts, "reading-what"),
            typed,
            0..=VALUE_MAX,
        )
    }

    /// The beginning of a day in the city.
    fn start_of(&mut self, field: &str, typed: &str) -> Option<UtcMicros> {
        let on = self.date(field, typed)?;
        self.staff.city().zone.start_of(on).ok()
    }

    /// A time on a day in the city; now where both are empty.
    fn instant(&mut self, fields: (&str, &str), (date, time): (&str, &str)) -> Option<UtcMicros> {
        if date.trim().is_empty() && time.trim().is_empty() {
            return Some(self.staff.now());
        }
        let on = self.date(fields.0, date);
        let time = time.trim().parse().ok();
        let time = self
            .errors
            .pick(fields.1, &fl!(self.texts, "time-what"), time);
        self.staff.city().zone.instant(on?, time?).ok()
    }

    /// Another vehicle, by id or by the plate it carries today.
    async fn other(&mut self, typed: &str) -> Result<Option<VehicleId>, WebError> {
        if let Ok(id) = typed.parse() {
            return Ok(Some(id));
        }
        let (tenant, on, written) = (
            self.staff.tenant(),
            today(&self.staff),
            typed.trim().to_owned(),
        );
        let db = self.site.db()?;
        let read = db.read(tenant, Access::ReadOwn, move |tx| {
            match_plate(tx, tenant, &written, on)
        });
        if let PlateMatch::One(id) = read.await? {
            return Ok(Some(id));
        }
        self.errors.add("lain", fl!(self.texts, "other-not-found"));
        Ok(None)
    }

    /// Runs the action where the input could be read; shows the form again where not.
    pub(super) async fn run<I, T>(
        mut self,
        form: Form<CommandForm>,
        input: Option<I>,
        act: fn(&mut Tx<'_>, &Stamp, &Actor, &I) -> Done<T>,
    ) -> Answer
    where
        I: Serialize + Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        if let Some(input) = input {
            let (stamp, actor) = (self.staff.stamp(), self.staff.actor().clone());
            let command = Command::by(&stamp)
                .keyed(form.key.as_str(), self.open, &input)
                .ordered_by(self.id);
            let done = self
                .site
                .db()?
                .write(command, move |tx| act(tx, &stamp.fresh(), &actor, &input))
                .await;
            match done {
                Ok(_) => {
                    self.staff.flash(&Flash::success(fl!(self.texts, "saved")));
                    return Ok(redirect(self.tab.href(self.id)));
                }
                Err(ActionError::Refused(FleetRefusal::Denied(denied))) => {
                    return Err(denied.into());
                }
                Err(error) => self.errors.catch("", error)?,
            }
        }
        let asked = (self.id, self.tab, self.open);
        let page = vehicle_page(&self.staff, &self.site, asked, (form.input, self.errors)).await?;
        render_refused(&page)
    }
}

/// Adds the standard classes.
pub(crate) async fn add_classes(staff: Staff, State(site): State<Site>, form: Form<()>) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp).keyed(form.key.as_str(), "fleet.class.add", &());
    let added = site
        .db()?
        .write(command, move |tx| {
            crate::add_standard_classes(tx, &stamp.fresh(), &actor)
        })
        .await;
    added.map_err(|error| WebError::action(error, staff.locale))?;
    staff.flash(&Flash::success(fl!(texts(staff.locale), "classes-added")));
    Ok(redirect("/kendaraan/baru"))
}

pub(crate) async fn declare_status(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Summary, "status"));
    let what = fl!(order.texts, "state-what");
    let state = order.errors.choice("keadaan", &what, &form.keadaan);
    let from_on = order.date("mulai", &form.mulai);
    let until_on = order.optional_date("sampai", &form.sampai);
    let reason = order.reason("alasan", &form.alasan);
    let reference = Some(form.rujukan.trim().to_owned()).filter(|text| !text.is_empty());
    let input = (|| {
        Some(NewStatus {
            vehicle: id,
            state: state?,
            from_on: from_on?,
            until_on: until_on?,
            reason: reason?,
            reference,
        })
    })();
    order.run(form, input, crate::declare_status).await
}

pub(crate) async fn merge_vehicle(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Summary, "merge"));
    let dropped = order.other(&form.lain).await?;
    let reason = order.reason("alasan_lain", &form.alasan_lain);
    let input = (|| {
        Some(Merge {
            kept: id,
            dropped: dropped?,
            reason: reason?,
        })
    })();
    order.run(form, input, crate::merge_vehicles).await
}

pub(crate) async fn change_plate(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Plates, "plate"));
    let today = today(&order.staff);
    let typed = (
        form.plat.as_str(),
        form.warna.as_str(),
        form.plat_sejak.as_str(),
    );
    let new = new_plate(order.texts, &mut order.errors, typed, today);
    let reason = order.reason("alasan", &form.alasan);
    let takes_over = !form.ambil_alih.is_empty();
    let input = (|| {
        let new = crate::NewPlate {
            reason: Some(reason?),
            ..new?
        };
        Some(PlateChange {
            vehicle: id,
            new,
            takes_over,
        })
    })();
    order.run(form, input, crate::change_plate).await
}

pub(crate) async fn swap_plates(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Plates, "swap"));
    let other = order.other(&form.lain).await?;
    let from_on = order.date("mulai", &form.mulai);
    let reason = order.reason("alasan_lain", &form.alasan_lain);
    let input = (|| {
        Some(PlateSwap {
            one: id,
            other: other?,
            from_on: from_on?,
            reason: reason?,
        })
    })();
    order.run(form, input, crate::swap_plates).await
}

pub(crate) async fn inspect_meter(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Meter, "inspect"));
    let value = order.value("nilai", &form.nilai);
    let at = order.instant(("pada", "jam"), (&form.pada, &form.jam));
    let reason = Some(form.alasan.trim().to_owned()).filter(|text| !text.is_empty());
    let input = (|| {
        Some(NewReading {
            vehicle: id,
            at: at?,
            value: value?,
            source: ReadingSource::Inspection,
            source_id: None,
            filled: None,
            reason,
        })
    })();
    order.run(form, input, crate::inspect_meter).await
}

pub(crate) async fn correct_reading(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Meter, "correct"));
    let what = fl!(order.texts, "reading-choice-what");
    let reading = order.errors.choice("bacaan", &what, &form.bacaan);
    let value = order.value("nilai_benar", &form.nilai_benar);
    let reason = order.reason("alasan_koreksi", &form.alasan_koreksi);
    let input = (|| {
        Some(NewCorrection {
            reading: reading?,
            value: value?,
            reason: reason?,
        })
    })();
    order.run(form, input, crate::correct_reading).await
}

pub(crate) async fn declare_outage(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Meter, "outage"));
    let from_at = order.start_of("rusak_sejak", &form.rusak_sejak);
    let last = order.date("rusak_sampai", &form.rusak_sampai);
    // The last broken day counts whole.
    let until_at = last.and_then(|on| order.staff.city().zone.end_of(on).ok());
    let reason = order.reason("alasan_rusak", &form.alasan_rusak);
    let input = (|| {
        Some(NewOutage {
            vehicle: id,
            from_at: from_at?,
            until_at: until_at?,
            reason: reason?,
        })
    })();
    order.run(form, input, crate::declare_outage).await
}

pub(crate) async fn end_outage(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let order = Order::new(staff, site, id, (Tab::Meter, "mended"));
    order
        .run(form, Some(id), |tx, stamp, actor, id| {
            crate::end_outage(tx, stamp, actor, *id)
        })
        .await
}

pub(crate) async fn replace_meter(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Meter, "replace"));
    let at = order.start_of("ganti_pada", &form.ganti_pada);
    let last_value = order.value("nilai_lama", &form.nilai_lama);
    let first_value = order.value("nilai_baru", &form.nilai_baru);
    let reason = order.reason("alasan_ganti", &form.alasan_ganti);
    let input = (|| {
        Some(NewReplacement {
            vehicle: id,
            at: at?,
            last_value: last_value?,
            first_value: first_value?,
            reason: reason?,
        })
    })();
    order.run(form, input, crate::replace_meter).await
}

pub(crate) async fn record_letter(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Letters, "letter"));
    let texts = order.texts;
    let kind = order
        .errors
        .choice("jenis", &fl!(texts, "letter-kind-what"), &form.jenis);
    let number = order
        .errors
        .text("nomor", &fl!(texts, "letter-number-what"), &form.nomor, 100);
    let issuer = order.errors.text(
        "penerbit",
        &fl!(texts, "letter-issuer-what"),
        &form.penerbit,
        120,
    );
    let product = order
        .errors
        .text("produk", &fl!(texts, "product-what"), &form.produk, 40);
    let from_on = order.date("mulai", &form.mulai);
    let until_on = order.date("sampai", &form.sampai);
    let volume = if form.volume.trim().is_empty() {
        Some(None)
    } else {
        let range = Millilitres::new(1)..=Millilitres::new(1_000_000_000);
        order
            .errors
            .litres("volume", &fl!(texts, "volume-what"), &form.volume, range)
            .map(Some)
    };
    let input = (|| {
        Some(NewLetter {
            vehicle: id,
            kind: kind?,
            number: number?,
            issuer: issuer?,
            product: product?.to_lowercase(),
            from_on: from_on?,
            until_on: until_on?,
            volume_max: volume?,
        })
    })();
    order.run(form, input, crate::record_letter).await
}

pub(crate) async fn withdraw_letter(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::Letters, "withdraw"));
    let what = fl!(order.texts, "letter-choice-what");
    let letter: Option<Uuid> = order.errors.choice("surat", &what, &form.surat);
    let reason = order.reason("alasan_cabut", &form.alasan_cabut);
    let input = (|| Some((letter?, reason?)))();
    order
        .run(
            form,
            input,
            |tx, stamp, actor, (letter, reason): &(Uuid, String)| {
                crate::withdraw_letter(tx, stamp, actor, (*letter, reason.as_str()))
            },
        )
        .await
}

/// Who may do what here, for the buttons; each action checks again.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one answer for each group of buttons"
)]
pub(super) struct Rights {
    pub(super) edit: bool,
    pub(super) people: bool,
    pub(super) meter: bool,
    pub(super) letters: bool,
    pub(super) trail: bool,
    pub(super) purchases: bool,
}

impl Rights {
    pub(super) fn of(actor: &Actor, resource: &authz::Resource) -> Self {
        let may = |action| actor.may(action, resource).is_ok();
        Self {
            edit: may(Action::FleetVehicleEdit),
            people: may(Action::FleetHolderEdit),
            meter: may(Action::FleetOdometerCorrect),
            letters: may(Action::FleetLetterEdit),
            trail: may(Action::JournalTrailView),
            purchases: may(Action::PurchaseHistoryView),
        }
    }

    pub(super) const ALL: Self = Self {
        edit: true,
        people: true,
        meter: true,
        letters: true,
        trail: true,
        purchases: true,
    };
}
