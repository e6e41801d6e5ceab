use authz::{Action, Actor, Denied, Resource};
use base::{CivilDate, PostId, Stamp, Uuid};
use db::{ActionError, Tx};
use journal::Subject;

use crate::model::post::check_holder;
use crate::store::posts as store;
use crate::{Holder, HolderClash, HolderInput, Post, PostInput};

/// Why a post is not added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostRefusal {
    /// The right is missing.
    Denied(Denied),
    /// There is no such agency.
    AgencyUnknown,
    /// The agency has no such unit.
    UnitUnknown,
    /// The agency has a post of this name.
    NameTaken {
        /// The name.
        name: String,
    },
    /// Someone changed it meanwhile.
    Changed,
}

/// Why a time of holding is not recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HolderRefusal {
    /// The right is missing.
    Denied(Denied),
    /// There is no such post, or it is closed.
    PostUnknown,
    /// It contradicts itself or another holder.
    Clash(HolderClash),
    /// Someone changed it meanwhile.
    Changed,
}

impl From<Denied> for HolderRefusal {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

type Outcome<T> = Result<T, ActionError<PostRefusal>>;
type HolderOutcome<T> = Result<T, ActionError<HolderRefusal>>;

/// Adds a post.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn create_post(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &PostInput,
) -> Outcome<PostId> {
    check(tx, stamp, actor, input)?;
    if store::lookup_post_by_name(tx, stamp.tenant, input.agency, &input.name)?.is_some() {
        return refuse(name_taken(input));
    }
    let id = PostId::new(stamp.next_id());
    store::insert_post(tx, (stamp.tenant, stamp.at), id, input)
        .map_err(super::taken(name_taken(input)))?;
    record(tx, stamp, id, None)?;
    Ok(id)
}

/// Changes a post that is still as `before` shows it.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn update_post(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    before: &Post,
    input: &PostInput,
) -> Outcome<()> {
    check(tx, stamp, actor, input)?;
    let same = store::lookup_post_by_name(tx, stamp.tenant, input.agency, &input.name)?;
    if same.is_some_and(|other| other.id != before.id) {
        return refuse(name_taken(input));
    }
    let key = (before.id, before.revision);
    let changed = store::update_post(tx, stamp.tenant, key, input)
        .map_err(super::taken(name_taken(input)))?;
    if !changed {
        return refuse(PostRefusal::Changed);
    }
    record(tx, stamp, before.id, None)?;
    Ok(())
}

/// Records who holds a post from a day on; overlapping holders are refused by name.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn appoint_holder(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &HolderInput,
) -> HolderOutcome<Uuid> {
    authorise_holder(tx, stamp, actor, input.post)?;
    let others = store::list_holders(tx, stamp.tenant, input.post)?;
    check_holder(input, &others)
        .map_err(|clash| ActionError::Refused(HolderRefusal::Clash(clash)))?;
    let id = stamp.next_id();
    store::insert_holder(tx, stamp.tenant, id, input)?;
    record(tx, stamp, input.post, None)?;
    Ok(id)
}

/// Sets the last day of a time of holding that is still as `before` shows it.
///
/// # Errors
/// A refusal by name, or a failure.
pub fn end_holder(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    before: &Holder,
    until_on: CivilDate,
) -> HolderOutcome<()> {
    authorise_holder(tx, stamp, actor, before.post)?;
    let mut others = store::list_holders(tx, stamp.tenant, before.post)?;
    others.retain(|other| other.id != before.id);
    let wanted = HolderInput {
        post: before.post,
        person: before.person,
        capacity: before.capacity,
        from_on: before.from_on,
        until_on: Some(until_on),
        decree_number: before.decree_number.clone().or_else(|| Some(String::new())),
        decree_on: before.decree_on,
    };
    check_holder(&wanted, &others)
        .map_err(|clash| ActionError::Refused(HolderRefusal::Clash(clash)))?;
    if !store::end_holder(tx, stamp.tenant, (before.id, before.revision), until_on)? {
        return Err(ActionError::Refused(HolderRefusal::Changed));
    }
    record(tx, stamp, before.post, None)?;
    Ok(())
}

/// Checks the right and locks the post, so that two changes of its holders wait for each other.
fn authorise_holder(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    post: PostId,
) -> HolderOutcome<()> {
    let Some(found) = store::lookup_post(tx, stamp.tenant, post)? else {
        return Err(ActionError::Refused(HolderRefusal::PostUnknown));
    };
    let resource = Resource::tenant(stamp.tenant)
        .agency(found.agency)
        .unit(found.unit);
    actor
        .may(Action::RegisterPostEdit, &resource)
        .map_err(|denied| ActionError::Refused(HolderRefusal::Denied(denied)))?;
    if !store::lock_holders(tx, (stamp.tenant, stamp.at), post)? {
        return Err(ActionError::Refused(HolderRefusal::PostUnknown));
    }
    Ok(())
}

fn check(tx: &mut Tx<'_>, stamp: &Stamp, actor: &Actor, input: &PostInput) -> Outcome<()> {
    let resource = Resource::tenant(stamp.tenant)
        .agency(input.agency)
        .unit(input.unit);
    actor
        .may(Action::RegisterPostEdit, &resource)
        .map_err(|denied| ActionError::Refused(PostRefusal::Denied(denied)))?;
    if crate::lookup_agency(tx, stamp.tenant, input.agency)?.is_none() {
        return refuse(PostRefusal::AgencyUnknown);
    }
    if let Some(unit) = input.unit {
        let found = crate::lookup_unit(tx, stamp.tenant, unit)?;
        if found.is_none_or(|unit| unit.agency != input.agency) {
            return refuse(PostRefusal::UnitUnknown);
        }
    }
    Ok(())
}

fn refuse<T>(refusal: PostRefusal) -> Outcome<T> {
    Err(ActionError::Refused(refusal))
}

fn name_taken(input: &PostInput) -> PostRefusal {
    PostRefusal::NameTaken {
        name: input.name.clone(),
    }
}

fn record(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    id: PostId,
    note: Option<&str>,
) -> Result<(), db::Failure> {
    journal::record(
        tx,
        stamp,
        Action::RegisterPostEdit.code(),
        Subject::new("post", id),
        note,
    )
}
