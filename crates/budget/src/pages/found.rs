//! A line as the person who asks may see it.

use authz::{Action, Denied, Resource};
use base::{AgencyId, TenantId};
use db::{Access, Failure, Tx};
use web::{Site, Staff, WebError};

use crate::{BudgetLine, BudgetLineId, lookup_line};

/// A line with its agency's name and what else the page needs.
pub(super) struct Found<T> {
    pub(super) line: BudgetLine,
    pub(super) agency: String,
    pub(super) more: T,
}

/// Finds a line that the person may see or change; to others it does not exist.
pub(super) async fn find_line<T: Send + 'static>(
    staff: &Staff,
    site: &Site,
    (id, action): (BudgetLineId, Action),
    more: impl Fn(&mut Tx<'_>, &BudgetLine) -> Result<T, Failure> + Send + 'static,
) -> Result<Found<T>, WebError> {
    let (tenant, actor) = (staff.tenant(), staff.actor().clone());
    let found = site
        .db()?
        .read(tenant, Access::ReadOwn, move |tx| {
            let Some(line) = lookup_line(tx, tenant, id)? else {
                return Ok(Err(Denied::Hidden));
            };
            let resource = Resource::tenant(tenant).agency(line.agency);
            if let Err(denied) = actor.may(action, &resource) {
                return Ok(Err(denied));
            }
            let agency = agency_name(tx, tenant, line.agency)?;
            let more = more(tx, &line)?;
            Ok(Ok(Found { line, agency, more }))
        })
        .await?;
    Ok(found?)
}

/// Whether the person may change this line.
pub(super) fn may_edit(staff: &Staff, line: &BudgetLine) -> bool {
    let resource = Resource::tenant(staff.tenant()).agency(line.agency);
    staff.may(Action::BudgetLineEdit, &resource).is_ok()
}

/// The short name of an agency, closed ones too.
pub(crate) fn agency_name(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: AgencyId,
) -> Result<String, Failure> {
    let agency = register::lookup_agency(tx, tenant, id)?;
    Ok(agency.map_or_else(|| "–".to_owned(), |agency| agency.short_name))
}
