//! Use cases: each authorises, decides, writes and journals in one transaction.

mod delete_samples;
mod edit_agency;
mod edit_calendar;
mod edit_place;
mod edit_post;
mod edit_settings;
mod edit_unit;
mod fill_samples;
mod keep_sample;
mod set_logo;

pub use delete_samples::{delete_samples, delete_samples_step, list_sample_ties};
pub use edit_agency::{AgencyRefusal, create_agency, update_agency};
pub use edit_calendar::{CalendarRefusal, set_calendar_day};
pub use edit_place::{PlaceRefusal, create_place, set_boundary, update_place};
pub use edit_post::{
    HolderRefusal, PostRefusal, appoint_holder, create_post, end_holder, update_post,
};
pub use edit_settings::{SettingsRefusal, update_settings};
pub use edit_unit::{UnitRefusal, create_unit, update_unit};
pub(crate) use fill_samples::REGISTER;
pub use fill_samples::{fill_samples, fill_samples_step};
pub use keep_sample::keep_sample;
pub use set_logo::{LogoRefusal, set_logo};

use db::{ActionError, Failure, FailureKind};

/// Turns a taken unique key into a refusal; any other failure stays one.
pub(crate) fn taken<R>(refusal: R) -> impl FnOnce(Failure) -> ActionError<R> {
    |failure| {
        if failure.kind() == FailureKind::Unique {
            ActionError::Refused(refusal)
        } else {
            ActionError::Failed(failure)
        }
    }
}
