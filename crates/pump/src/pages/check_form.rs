//! What is typed before the nozzle, and the check of the driver.

use base::PersonId;
use db::{Access, ActionError, Command};
use fuel::{DriverCheck, PhotoSubject};
use identity::{Identity, LockedUntil, PinKind};
use serde::Deserialize;
use web::{FieldErrors, Site, WebError, fl};

use super::check::Prepared;
use super::photos::PhotoNotes;
use crate::gate::AtPump;
use crate::model::{CheckException, KeptPhoto};

/// What is typed: strings only, so that it can be shown again as it was.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CheckForm {
    /// The sequence of the scanned QR; empty where the code was typed.
    pub(crate) urutan: String,
    pub(crate) produk: String,
    pub(crate) pengemudi: String,
    pub(crate) pin: String,
    /// `foto`: a photo is compared although the city asks for a PIN.
    pub(crate) cara: String,
    pub(crate) alasan_foto: String,
    pub(crate) meter: String,
    pub(crate) meter_ditanya: String,
    pub(crate) alasan_meter: String,
    pub(crate) foto_plat_ada: String,
    pub(crate) foto_plat_taken_at: String,
    pub(crate) foto_plat_latitude: String,
    pub(crate) foto_plat_longitude: String,
    pub(crate) foto_meter_ada: String,
    pub(crate) foto_meter_taken_at: String,
    pub(crate) foto_meter_latitude: String,
    pub(crate) foto_meter_longitude: String,
}

impl CheckForm {
    /// What the form says of the photo of a subject.
    pub(crate) fn notes(&self, subject: PhotoSubject) -> PhotoNotes<'_> {
        match subject {
            PhotoSubject::Plate => PhotoNotes {
                kept: &self.foto_plat_ada,
                taken_at: &self.foto_plat_taken_at,
                latitude: &self.foto_plat_latitude,
                longitude: &self.foto_plat_longitude,
            },
            PhotoSubject::Meter => PhotoNotes {
                kept: &self.foto_meter_ada,
                taken_at: &self.foto_meter_taken_at,
                latitude: &self.foto_meter_latitude,
                longitude: &self.foto_meter_longitude,
            },
            PhotoSubject::Pump | PhotoSubject::Slip => PhotoNotes::default(),
        }
    }

    /// Remembers a photo that was kept, for the case that the form is shown again.
    pub(crate) fn keep(&mut self, subject: PhotoSubject, photo: &KeptPhoto) {
        match subject {
            PhotoSubject::Plate => self.foto_plat_ada = photo.to_string(),
            PhotoSubject::Meter => self.foto_meter_ada = photo.to_string(),
            PhotoSubject::Pump | PhotoSubject::Slip => {}
        }
    }

    /// Who draws; nothing has to be chosen where only one may.
    pub(crate) fn driver(
        &self,
        pump: &AtPump,
        prepared: &Prepared,
        errors: &mut FieldErrors,
    ) -> Option<PersonId> {
        let found = match prepared.drawers.as_slice() {
            [only] => Some(only.id),
            several => {
                let chosen = self.pengemudi.parse::<PersonId>().ok();
                several
                    .iter()
                    .map(|drawer| drawer.id)
                    .find(|id| Some(*id) == chosen)
            }
        };
        errors.pick("pengemudi", &fl!(pump.texts(), "driver-what"), found)
    }
}

/// How the attendant made sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Checked {
    /// Who draws.
    pub(crate) driver: PersonId,
    /// How.
    pub(crate) check: DriverCheck,
    /// Why a photo was compared where the city asks for a PIN.
    pub(crate) exception: Option<CheckException>,
}

/// Makes sure of the driver as the city wants it; what is wrong stands beside its field.
pub(crate) async fn check_driver(
    pump: &AtPump,
    site: &Site,
    (form, driver): (&CheckForm, PersonId),
    errors: &mut FieldErrors,
) -> Result<Option<Checked>, WebError> {
    if pump.settings.driver_check == register::DriverCheck::Photo {
        return Ok(Some(Checked {
            driver,
            check: DriverCheck::Photo,
            exception: None,
        }));
    }
    if form.cara == "foto" {
        let reason = CheckException::from_code(&form.alasan_foto);
        let reason = errors.pick("alasan_foto", &fl!(pump.texts(), "exception-what"), reason);
        return Ok(reason.map(|reason| Checked {
            driver,
            check: DriverCheck::Photo,
            exception: Some(reason),
        }));
    }
    let problem = check_pin(pump, site, (driver, form.pin.trim())).await?;
    if let Some(problem) = problem {
        errors.add("pin", problem);
        return Ok(None);
    }
    Ok(Some(Checked {
        driver,
        check: DriverCheck::Pin,
        exception: None,
    }))
}

/// What is wrong with a PIN; the try is counted and committed before it is checked.
async fn check_pin(
    pump: &AtPump,
    site: &Site,
    (driver, typed): (PersonId, &str),
) -> Result<Option<String>, WebError> {
    let texts = pump.texts();
    let digits = PinKind::Driver.digits();
    if typed.len() != digits || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Some(fl!(texts, "pin-shape")));
    }
    let (database, tenant) = (site.db()?, pump.tenant());
    let pin = database
        .read(tenant, Access::ReadOwn, move |tx| {
            identity::lookup_pin(tx, tenant, driver, PinKind::Driver)
        })
        .await?;
    let Some(pin) = pin else {
        return Ok(Some(fl!(texts, "pin-none")));
    };
    if let Some(locked) = count_try(pump, site, driver).await? {
        let minutes = locked.minutes_from(pump.now());
        return Ok(Some(fl!(texts, "pin-locked", minutes = minutes)));
    }
    let hasher = site.part::<Identity>()?.hasher;
    let fits = hasher.verify(Some(pin.hash), typed.to_owned()).await;
    match fits {
        Ok(true) => Ok(None),
        Ok(false) => Ok(Some(fl!(texts, "pin-wrong"))),
        Err(identity::HashError::Busy) => Err(WebError::busy(2)),
        Err(error) => Err(WebError::failed(error)),
    }
}

async fn count_try(
    pump: &AtPump,
    site: &Site,
    driver: PersonId,
) -> Result<Option<LockedUntil>, WebError> {
    let stamp = pump.stamp();
    let (tenant, now) = (stamp.tenant, stamp.at);
    let counted: Result<(), ActionError<LockedUntil>> = site
        .db()?
        .write(Command::by(&stamp), move |tx| {
            identity::count_pin_try(tx, tenant, driver, now)?.map_err(ActionError::Refused)
        })
        .await;
    match counted {
        Ok(()) => Ok(None),
        Err(ActionError::Refused(until)) => Ok(Some(until)),
        Err(ActionError::Failed(failure)) => Err(failure.into()),
        Err(ActionError::KeyReused) => Err(WebError::bug("a try has no key".to_owned())),
    }
}
