use base::{ActorId, PostId};

use crate::{Actor, Denied};

/// The hands a thing has gone through before someone decides on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hands {
    /// Who proposed, asked, checked or recorded it.
    pub proposers: Vec<ActorId>,
    /// Who receives the fuel or the money.
    pub receivers: Vec<ActorId>,
    /// The posts in whose names it was proposed or checked.
    pub posts: Vec<PostId>,
}

/// Which rule the decision would break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameHand {
    /// He proposed or checked it himself.
    Proposed,
    /// He receives it.
    Receives,
    /// He would decide in the name of the post that proposed it.
    SamePost,
}

impl From<SameHand> for Denied {
    fn from(_: SameHand) -> Self {
        Denied::SameHand
    }
}

/// Refuses a decision by someone who proposed or receives the thing, whatever roles he holds.
///
/// `deciding_as` is the post in whose name he decides (his own or, as deputy, another's).
///
/// # Errors
/// The broken rule; it turns into [`Denied::SameHand`].
pub fn keep_apart(
    decider: &Actor,
    deciding_as: Option<PostId>,
    hands: &Hands,
) -> Result<(), SameHand> {
    if hands.proposers.contains(&decider.id) {
        return Err(SameHand::Proposed);
    }
    if hands.receivers.contains(&decider.id) {
        return Err(SameHand::Receives);
    }
    if deciding_as.is_some_and(|post| hands.posts.contains(&post)) {
        return Err(SameHand::SamePost);
    }
    Ok(())
}
