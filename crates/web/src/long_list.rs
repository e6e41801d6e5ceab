//! Long lists written step by step: no answer holds one whole.

use base::{Cursor, TenantId};
use db::{Access, Db, Failure, Tx};

use crate::WebError;

/// Rows of one step: some hundredths of a second of a reader's time.
pub const STEP_ROWS: usize = 2_000;

/// Reads a list step by step, lets a file grow by each step's part, and gives the finished file.
///
/// `read` gives the part after a place and the next place. Between two steps the reader serves
/// others, so the parts are not of one instant: the list must run along a key that never changes.
/// `write` and `finish` run off the threads that serve pages.
///
/// # Errors
/// What `read`, `write` or `finish` answers.
pub async fn write_in_steps<F, T, E>(
    (db, tenant, rows_max): (Db, TenantId, usize),
    mut file: F,
    read: impl Fn(&mut Tx<'_>, Option<&Cursor>) -> Result<(T, Option<Cursor>), Failure>
    + Clone
    + Send
    + 'static,
    (write, finish): (
        impl Fn(&mut F, T) -> Result<(), E> + Clone + Send + 'static,
        impl FnOnce(F) -> Result<Vec<u8>, E> + Send + 'static,
    ),
) -> Result<Vec<u8>, WebError>
where
    F: Send + 'static,
    T: Send + 'static,
    E: std::error::Error + Send + Sync + 'static,
{
    let mut after = None;
    for _ in 0..rows_max.div_ceil(STEP_ROWS) {
        let (read, from) = (read.clone(), after.take());
        let step = move |tx: &mut Tx<'_>| read(tx, from.as_ref());
        let (part, next) = db.read(tenant, Access::Report, step).await?;
        let write = write.clone();
        file = apart(move || write(&mut file, part).map(|()| file)).await?;
        after = next;
        if after.is_none() {
            break;
        }
    }
    apart(move || finish(file)).await
}

/// Runs work off the threads that serve pages.
async fn apart<T, E>(f: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, WebError>
where
    T: Send + 'static,
    E: std::error::Error + Send + Sync + 'static,
{
    let done = tokio::task::spawn_blocking(f).await;
    done.map_err(WebError::failed)?.map_err(WebError::failed)
}
