//! Axum glue every area stands on: visitors and sessions, CSRF, forms, errors, layout, components,
//! assets, texts.
//!
//! `README.md` beside this crate shows, step by step, how an area builds a page.

mod address;
mod api;
mod area;
mod assets;
mod check;
mod city;
mod components;
mod conversation;
mod cookies;
mod download;
mod error;
mod flash;
mod form;
mod frame;
mod headers;
mod help;
mod json;
mod limiter;
mod list_page;
mod locale;
mod long_list;
mod marks;
mod paging;
mod problem;
mod samples;
mod serve;
mod session;
mod signing;
mod site;
mod text_values;
mod texts;
mod upload;
mod visitor;

pub use api::{ApiActor, Bearer, CursorPage, TokenSource};
pub use area::{Area, NavGroup, NavItem, compose};
pub use assets::Assets;
pub use axum;
pub use check::{FieldError, FieldErrors};
pub use city::{Cities, City};
pub use components::{
    Button, Cell, Column, DataTable, EmptyState, Field, Figure, Figures, Guard, Pager, StatusTone,
    SummaryList, Tabs, Tag, Timeline, TimelineEntry,
};
pub use download::{XLSX, download, xlsx};
pub use error::{Answer, Failure, Refusal, WebError};
pub use flash::Flash;
pub use form::{Form, IdempotencyKey};
pub use frame::{Crumb, FrameKind, NavLink, PageFrame, SampleShare, sample_tag};
pub use help::{guide_of, guide_of_role};
pub use i18n_embed_fl::fl;
pub use json::ApiJson;
pub use limiter::{Budget, RateLimiter};
pub use list_page::{Filter, ListPage};
pub use locale::Locale;
pub use long_list::{STEP_ROWS, write_in_steps};
pub use marks::{MarkSource, SampleMarks};
pub use paging::{Paging, QueryState};
pub use problem::Problem;
pub use samples::{Sample, Samples, sample};
pub use serve::{serve, shutdown_signal};
pub use session::{Looking, Session, SessionSource, token_hash};
pub use signing::SigningKey;
pub use site::{Site, SiteParts};
pub use texts::{AreaTexts, Texts, text_keys};
pub use upload::{Upload, UploadedFile};
pub use visitor::{Staff, Visitor, redirect, render, render_refused};
