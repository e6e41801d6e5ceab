//! Guards against archives that unpack to far more than they weigh.

use std::borrow::Cow;
use std::io::{Read, sink};

use zip::ZipArchive;

use super::error::ReadError;
use super::source::Source;

/// Names of the members of a ZIP archive.
pub(super) fn member_names(source: &Source) -> Result<Vec<String>, ReadError> {
    let archive = open(source)?;
    archive
        .file_names()
        .map(|name| name.map(Cow::into_owned).map_err(damaged))
        .collect()
}

/// Unpacks every member into nothing and counts, because the index of an archive may lie.
pub(super) fn check_unpacked_size(source: &Source, limit: u64) -> Result<(), ReadError> {
    let mut archive = open(source)?;
    let mut room = limit;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(damaged)?;
        let counted = std::io::copy(&mut member.take(room.saturating_add(1)), &mut sink())
            .map_err(damaged)?;
        room = room
            .checked_sub(counted)
            .ok_or(ReadError::UnpackedTooLarge { limit })?;
    }
    Ok(())
}

fn open(source: &Source) -> Result<ZipArchive<super::source::Opened>, ReadError> {
    ZipArchive::new(source.open()?).map_err(damaged)
}

fn damaged(error: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged(error.to_string())
}
