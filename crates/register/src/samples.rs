//! The samples: what an area must know to create, count, name and delete its own, and the set of
//! marked records by which pages show the word "contoh".

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use authz::{Action, Actor, Denied, Grant, Role, Scope};
use base::{AgencyId, Entropy, Stamp, TenantId, Uuid};
use db::{ActionError, Failure, Tx};
use identity::{Cost, HashError, PinKind, hash_now};
use web::Locale;

use crate::store::samples as store;

/// The PIN of the sample driver. Known to everyone: samples fetch fuel at the sample station only.
pub const SAMPLE_DRIVER_PIN: &str = "2580";
/// The PIN of the sample attendant.
pub const SAMPLE_ATTENDANT_PIN: &str = "147258";

/// An area that has records among the samples.
///
/// Marked records stand in `sample_record` by kind; what hangs on them (a voucher of a sample
/// vehicle, a price of a sample station) needs no mark of its own and goes with them.
pub trait SampleOwner: Send + Sync {
    /// What filling creates here, a line for each thing, for the page that asks before.
    fn plan(&self, _: Locale) -> Vec<String> {
        Vec::new()
    }

    /// Creates and marks this area's samples; the caller saw to it that it happens once.
    ///
    /// # Errors
    /// [`SampleRefusal::Blocked`] where the city's own data is in the way, or a failure.
    fn fill(&self, _: &mut Tx<'_>, _: &SampleHand<'_>) -> Result<(), ActionError<SampleRefusal>> {
        Ok(())
    }

    /// The area's name, under which it is noted that it was filled; `None` where filling creates
    /// nothing here.
    fn area(&self) -> Option<&'static str> {
        None
    }

    /// What deleting takes with it, in words and numbers.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn count(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        locale: Locale,
    ) -> Result<Vec<(String, i64)>, Failure>;

    /// Real records of this area that refer to a sample and would hang in the air.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn ties(
        &self,
        _: &mut Tx<'_>,
        _: (&Stamp, Locale),
        _: &Samples,
    ) -> Result<Vec<SampleTie>, Failure> {
        Ok(Vec::new())
    }

    /// Deletes some of this area's samples with what hangs on them, about `most` records, and
    /// journals each; zero where none is left.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn delete(&self, tx: &mut Tx<'_>, stamp: &Stamp, most: i64) -> Result<i64, Failure>;
}

/// A real record that refers to a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleTie {
    /// The real record, such as "Kendaraan DH 1 A".
    pub record: String,
    /// Where it is changed.
    pub href: String,
    /// The kind and id of the sample that it refers to.
    pub sample: (&'static str, Uuid),
    /// The sample's name.
    pub sample_name: String,
    /// What can be done with the real record.
    pub advice: String,
}

/// Why the samples are not created, kept or deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SampleRefusal {
    /// The right is missing.
    Denied(Denied),
    /// The city's own data is in the way.
    Blocked {
        /// What could not be created, such as `agency`.
        what: &'static str,
        /// The refusal's name.
        why: String,
    },
    /// Real records refer to samples.
    Tied {
        /// How many.
        count: i64,
    },
    /// It is no sample any more.
    NotFound,
}

/// An action's refusal while samples are created.
pub fn blocked<R: std::fmt::Debug>(
    what: &'static str,
) -> impl Fn(ActionError<R>) -> ActionError<SampleRefusal> {
    move |error| {
        error.map(|refusal| SampleRefusal::Blocked {
            what,
            why: format!("{refusal:?}"),
        })
    }
}

/// Random and costly things, made before the transaction begins.
#[derive(Debug, Clone)]
pub struct SampleSecrets {
    salts: [[u8; 16]; 6],
    driver_pin: String,
    attendant_pin: String,
}

impl SampleSecrets {
    /// Draws salts and hashes the two PINs; some milliseconds of CPU.
    ///
    /// # Errors
    /// Where the algorithm refuses, which it does not for our parameters.
    pub fn draw(entropy: &dyn Entropy) -> Result<Self, HashError> {
        let mut salts = [[0; 16]; 6];
        for salt in &mut salts {
            entropy.fill(salt);
        }
        let [first, second, ..] = salts;
        Ok(Self {
            driver_pin: hash_now(SAMPLE_DRIVER_PIN, &first, Cost::Pin)?,
            attendant_pin: hash_now(SAMPLE_ATTENDANT_PIN, &second, Cost::Pin)?,
            salts,
        })
    }

    /// A salt for the row of this number; the first two belong to the PINs' rows.
    pub fn salt(&self, number: usize) -> [u8; 16] {
        self.salts.get(number).copied().unwrap_or_default()
    }

    /// The kept form of a kind's PIN.
    pub fn pin(&self, kind: PinKind) -> &str {
        match kind {
            PinKind::Driver => &self.driver_pin,
            PinKind::Attendant => &self.attendant_pin,
        }
    }
}

/// Who fills, when, and with which secrets.
#[derive(Debug, Clone, Copy)]
pub struct SampleHand<'a> {
    /// When and from where.
    pub stamp: &'a Stamp,
    /// Who.
    pub actor: &'a Actor,
    /// What was drawn before.
    pub secrets: &'a SampleSecrets,
}

impl SampleHand<'_> {
    /// Marks a record as a sample and journals it.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn mark(
        &self,
        tx: &mut Tx<'_>,
        kind: &'static str,
        record: impl Into<Uuid>,
    ) -> Result<(), Failure> {
        let record = record.into();
        if !store::mark_sample(tx, (self.stamp.tenant, self.stamp.at), kind, record)? {
            return Ok(());
        }
        let subject = journal::Subject::new(kind, record);
        journal::record(
            tx,
            self.stamp,
            Action::RegisterSampleFill.code(),
            subject,
            None,
        )
    }

    /// The sample agency, which everything else belongs to.
    ///
    /// # Errors
    /// A refusal where there is none: it was kept as a real one.
    pub fn agency(&self, tx: &mut Tx<'_>) -> Result<AgencyId, ActionError<SampleRefusal>> {
        let found = store::list_samples(tx, self.stamp.tenant, "agency", 1)?;
        let missing = SampleRefusal::Blocked {
            what: "agency",
            why: "kept".to_owned(),
        };
        let agency = found.first().copied().map(AgencyId::new);
        agency.ok_or(ActionError::Refused(missing))
    }

    /// The same person in a role that holds within the sample agency alone: what the city's admin
    /// may nowhere else, such as typing a ceiling, he may for samples.
    pub fn within(&self, agency: AgencyId, role: Role) -> Actor {
        let grant = Grant::new(role, Scope::Agency(agency));
        Actor::person(self.actor.tenant, self.actor.id, vec![grant])
    }
}

/// The samples' owners of all areas: a shared part of the site.
#[derive(Clone, Default)]
pub struct SampleOwners(Arc<[Arc<dyn SampleOwner>]>);

impl SampleOwners {
    /// These owners, those whose records stand on others first: the order of deleting.
    pub fn new(owners: impl IntoIterator<Item = Arc<dyn SampleOwner>>) -> Self {
        Self(owners.into_iter().collect())
    }

    /// The owners in the order of deleting; filling goes backwards.
    pub fn all(&self) -> &[Arc<dyn SampleOwner>] {
        &self.0
    }
}

/// Every record that is marked as a sample, by kind; a city has a few dozen, most have none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Samples(BTreeMap<String, BTreeSet<Uuid>>);

impl Samples {
    /// Reads the marks.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn load(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Self, Failure> {
        let mut samples = Self::default();
        for (kind, record) in store::list_all_samples(tx, tenant)? {
            samples.0.entry(kind).or_default().insert(record);
        }
        Ok(samples)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this record is one.
    pub fn has(&self, kind: &str, record: impl Into<Uuid>) -> bool {
        let of_kind = self.0.get(kind);
        of_kind.is_some_and(|records| records.contains(&record.into()))
    }

    /// The records of a kind.
    pub fn of(&self, kind: &str) -> impl Iterator<Item = Uuid> {
        self.0.get(kind).into_iter().flatten().copied()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.values().map(BTreeSet::len).sum()
    }
}

/// The marks as every page reads them.
#[derive(Debug, Clone, Copy, Default)]
pub struct RegisterMarks;

impl web::MarkSource for RegisterMarks {
    fn load(&self, tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Uuid>, Failure> {
        let samples = Samples::load(tx, tenant)?;
        Ok(samples.0.into_values().flatten().collect())
    }
}
