//! Which records of a city are samples, known to every page.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::{TenantId, Uuid};
use db::{Access, Failure, Tx};

use crate::{Site, WebError};

/// Reads the marks; implemented by the area that keeps them.
pub trait MarkSource: Send + Sync {
    /// The ids of all samples of a city; most cities have none.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn load(&self, tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Uuid>, Failure>;
}

/// The source of marks: a shared part of the site. Without it, pages mark nothing.
#[derive(Clone)]
pub struct SampleMarks(Arc<dyn MarkSource>);

impl SampleMarks {
    /// Marks from this source.
    pub fn new(source: impl MarkSource + 'static) -> Self {
        Self(Arc::new(source))
    }
}

/// The ids of a city's samples; ids are unique over all kinds of records.
pub(crate) type MarkedIds = Arc<BTreeSet<Uuid>>;

pub(crate) async fn load(site: &Site, tenant: TenantId) -> Result<MarkedIds, WebError> {
    let (Ok(marks), Ok(db)) = (site.part::<SampleMarks>(), site.db()) else {
        return Ok(MarkedIds::default());
    };
    let ids = db.read(tenant, Access::ReadOwn, move |tx| marks.0.load(tx, tenant));
    let ids = ids.await?;
    Ok(Arc::new(ids.into_iter().collect()))
}
