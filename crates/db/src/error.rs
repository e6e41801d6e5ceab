//! When the world breaks: one opaque failure, sorted into the few classes someone acts on.

use std::error::Error;
use std::fmt;

/// What class a failure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// A unique key exists already.
    Unique,
    /// A CHECK of the schema refused the row: the last line of defence held.
    Check,
    /// A referenced row is absent, or the row is still referenced.
    ForeignKey,
    /// The transaction lost to another one and may be tried again.
    Busy,
    /// The connection is gone or not usable; the transaction did not commit.
    LostConnection,
    /// COMMIT was sent and its answer never came: look the key up.
    OutcomeUnknown,
    /// Too much is queued; come back later.
    Overloaded,
    /// An assertion of ours failed.
    Bug,
    /// The schema is older or newer than this program.
    Schema,
    /// Anything else.
    Other,
}

impl FailureKind {
    /// Whether the same transaction may succeed when it runs again.
    pub const fn is_transient(self) -> bool {
        matches!(
            self,
            Self::Busy | Self::LostConnection | Self::OutcomeUnknown
        )
    }
}

/// The world broke: a failure for the log and the operator, never for a person's page.
#[derive(Debug)]
pub struct Failure {
    kind: FailureKind,
    context: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A failure of a class, with what was being done.
    pub fn new(kind: FailureKind, context: impl Into<String>) -> Self {
        Self {
            kind,
            context: context.into(),
            source: None,
        }
    }

    /// An assertion of ours failed.
    pub fn bug(context: impl Into<String>) -> Self {
        Self::new(FailureKind::Bug, context)
    }

    /// A failure outside the classes, with its cause.
    pub fn other(
        context: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::with_source(FailureKind::Other, context, source)
    }

    /// A failure of a class, with its cause.
    pub fn with_source(
        kind: FailureKind,
        context: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            context: context.into(),
            source: Some(source.into()),
        }
    }

    /// The class.
    pub const fn kind(&self) -> FailureKind {
        self.kind
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.context)?;
        match &self.source {
            Some(source) => write!(formatter, ": {source}"),
            None => Ok(()),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn Error + 'static))
    }
}

impl From<base::OutOfRange> for Failure {
    fn from(error: base::OutOfRange) -> Self {
        Self::with_source(FailureKind::Bug, "a quantity left its range", error)
    }
}
