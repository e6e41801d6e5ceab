//! The register of the city: agencies, units, posts and their holders, places, the official
//! calendar, settings; the imports of every area; the first steps; the audit trail's page.
//!
//! Other areas read through the functions here, and add to its shared pages through traits:
//! [`ImportTarget`] (what can be imported), [`StartStep`] (what is missing to begin),
//! [`SampleOwner`] (what the samples create and leave), [`AuditWords`] (how a record's fields are called).
#![warn(missing_docs)]

mod actions;
mod area;
mod audit;
mod heads;
mod import;
mod model;
mod pages;
mod sample_owner;
mod samples;
mod start;
mod store;
mod targets;
mod words;

web::area_texts!("register");

pub use actions::{
    AgencyRefusal, CalendarRefusal, HolderRefusal, LogoRefusal, PlaceRefusal, PostRefusal,
    SettingsRefusal, UnitRefusal, appoint_holder, create_agency, create_place, create_post,
    create_unit, delete_samples, delete_samples_step, end_holder, fill_samples, fill_samples_step,
    keep_sample, list_sample_ties, set_boundary, set_calendar_day, set_logo, update_agency,
    update_place, update_post, update_settings, update_unit,
};
pub use area::area;
pub use audit::{
    AuditBook, AuditReader, AuditRow, AuditSubject, AuditWords, PeopleAudit, RegisterAudit, Shape,
};
pub use heads::AgencyHeads;
pub use import::{
    Download, FieldSum, FileShape, ImportDesk, ImportError, ImportRemark, ImportRow, ImportRun,
    ImportRunId, ImportTarget, ImportTargets, PreviewFilter, PreviewPage, PreviewRow, Proposal,
    ProposedField, Repeat, RowAnswer, RowError, RowOutcome, RowPreview, RowProblem, RunState,
    RunTallies, RunTally, UploadInput,
};
pub use model::UnknownCode;
pub use model::agency::{Agency, AgencyInput, Unit, UnitInput};
pub use model::boundary::{Boundary, BoundaryProblem, Placement, Point, find_boundary};
pub use model::calendar::{CalendarDay, CalendarDayInput, DayKind};
pub use model::logo::Logo;
pub use model::place::{Place, PlaceInput, PlaceLevel, normalise_place_code, parent_code};
pub use model::post::{Capacity, Holder, HolderClash, HolderInput, Post, PostInput, PostKind};
pub use model::settings::{DayOfYear, DriverCheck, PhotoPolicy, Settings};
pub use model::work_pattern::{ShiftCycle, WorkPattern};
pub use pages::agency_filter;
pub use sample_owner::{RegisterSamples, add_sample_person, record_deletion, sample_person_name};
pub use samples::{
    RegisterMarks, SAMPLE_ATTENDANT_PIN, SAMPLE_DRIVER_PIN, SampleHand, SampleOwner, SampleOwners,
    SampleRefusal, SampleSecrets, SampleTie, Samples, blocked,
};
pub use start::{StartState, StartStep, StartSteps, later_steps, start_steps};
pub use store::agencies::{
    list_agencies, list_agencies_within, lookup_agency, lookup_agency_by_code,
};
pub use store::calendar::{list_calendar, lookup_day, working_days};
pub use store::logos::{has_logo_file, lookup_letterhead_logo, lookup_logo};
pub use store::places::{
    list_places, lookup_boundary, lookup_place, lookup_place_at, lookup_place_by_code,
};
pub use store::posts::{
    list_holders, list_posts_for, list_posts_of, lookup_holder_on, lookup_post, lookup_post_by_name,
};
pub use store::samples::{is_sample, list_samples, unmark_sample};
pub use store::settings::{load_settings, load_zone};
pub use store::units::{list_units, lookup_unit, lookup_unit_by_name};
pub use targets::{
    AgencyTarget, BoundaryTarget, CalendarTarget, PlaceTarget, PostTarget, import_targets,
};
pub use words::work_pattern_text;

/// The schema of the register.
pub const STEPS: [db::Step; 4] = [
    db::Step {
        area: "register",
        number: 1,
        sql: include_str!("migrations/0001_register.sql"),
    },
    db::Step {
        area: "register",
        number: 2,
        sql: include_str!("migrations/0002_imports.sql"),
    },
    db::Step {
        area: "register",
        number: 3,
        sql: include_str!("migrations/0003_post_by_unit.sql"),
    },
    db::Step {
        area: "register",
        number: 4,
        sql: include_str!("migrations/0004_letterhead_logo.sql"),
    },
];

/// Tables outside the journal.
pub const OUTSIDE: [&str; 5] = [
    "import_run",     // staging: what an upload is and how far it came
    "import_chunk",   // staging: the uploaded file
    "import_row",     // staging: its rows
    "import_mapping", // remembered choices of columns
    "import_applied", // which rows of append-only kinds were applied before
];
