//! What other areas have copied of a person.

use std::fmt;
use std::sync::Arc;

use base::Stamp;
use db::{Failure, Tx};

use crate::Person;

/// Keeps something of people in an area's own tables, such as the name on a letterhead; it implements
/// this so that erasing a person reaches it.
pub trait PersonTrace: Send + Sync {
    /// Erases what the area has copied of a person, in the transaction of the erasure and under its
    /// entry in the journal.
    ///
    /// # Errors
    /// Only where the world breaks; the erasure is undone then.
    fn erase(&self, tx: &mut Tx<'_>, stamp: &Stamp, person: &Person) -> Result<(), Failure>;
}

/// The traces of all areas; the binary shares them with the pages.
#[derive(Clone, Default)]
pub struct PersonTraces(Arc<[Arc<dyn PersonTrace>]>);

impl PersonTraces {
    /// These traces.
    pub fn new(traces: impl IntoIterator<Item = Arc<dyn PersonTrace>>) -> Self {
        Self(traces.into_iter().collect())
    }

    pub(crate) fn erase(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        person: &Person,
    ) -> Result<(), Failure> {
        for trace in &*self.0 {
            trace.erase(tx, stamp, person)?;
        }
        Ok(())
    }
}

impl fmt::Debug for PersonTraces {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PersonTraces({})", self.0.len())
    }
}
