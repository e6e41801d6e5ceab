//! Comparing today's rows with the last image the log has of each.

use std::collections::{HashMap, HashSet};

use base::{TenantId, to_hex};
use db::{Failure, Owned, Row, Table, Tx, params};
use minicbor::Decoder;
use minicbor::data::Type;
use sha2::{Digest as _, Sha256};

use super::beside::read_beside;
use super::{Finding, Work};
use crate::entry::{Entry, EntryError};
use crate::image::encode_image;

/// The first half of a SHA-256: enough to tell rows and images apart.
type Digest = [u8; 16];

#[derive(Clone, Copy)]
struct LastImage {
    revision: i64,
    image: Digest,
    deleted: bool,
    leaf_index: Option<i64>,
}

struct Proved {
    key: Vec<String>,
    last: HashMap<Vec<u8>, LastImage>,
}

/// The last image of every row, by table and key.
#[derive(Default)]
pub(super) struct Images {
    proved: HashMap<String, Proved>,
    unprovable: Vec<String>,
}

impl Images {
    pub(super) fn new(tables: &[Table], outside: &HashSet<String>) -> Self {
        let mut images = Self {
            proved: HashMap::new(),
            unprovable: Vec::new(),
        };
        for table in tables.iter().filter(|table| !outside.contains(&table.name)) {
            let has = |column: &str| table.columns.iter().any(|(name, _)| name == column);
            if has("tenant_id") && has("revision") {
                let proved = Proved {
                    key: table.key.clone(),
                    last: HashMap::new(),
                };
                images.proved.insert(table.name.clone(), proved);
            } else {
                images.unprovable.push(table.name.clone());
            }
        }
        images
    }

    /// Keeps the images of an entry that are newer than what is known.
    pub(super) fn take_over(
        &mut self,
        entry: &Entry,
        leaf_index: Option<i64>,
    ) -> Result<(), EntryError> {
        for change in &entry.changes {
            let Some(proved) = self.proved.get_mut(&change.table) else {
                continue;
            };
            let (key, revision) = key_of_image(&change.image, &proved.key)?;
            let image = digest(&change.image);
            let fresh = LastImage {
                revision,
                image,
                deleted: change.deleted,
                leaf_index,
            };
            let last = proved.last.entry(key).or_insert(fresh);
            // A deleted row shows its last revision once more.
            if revision > last.revision || (revision == last.revision && change.deleted) {
                *last = fresh;
            }
        }
        Ok(())
    }
}

pub(super) fn compare(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    work: &mut Work<'_>,
) -> Result<(), Failure> {
    let Work {
        images,
        report,
        progress,
    } = work;
    let images = std::mem::take(images);
    for table in images.unprovable {
        report.add(Finding::TableUnprovable { table });
    }
    let mut tables: Vec<(String, Proved)> = images.proved.into_iter().collect();
    tables.sort_by(|a, b| a.0.cmp(&b.0));
    let mut read_count = report.entries;
    for (table, mut proved) in tables {
        let sql = format!("SELECT * FROM {table} WHERE tenant_id = $1");
        let read = |hand_over: &mut dyn FnMut(Row) -> Result<(), Failure>| {
            tx.each(&sql, params![tenant], |row| {
                read_count += 1;
                if read_count.is_multiple_of(10_000) {
                    progress(read_count);
                }
                hand_over(row)
            })
        };
        read_beside(read, |row: Row| {
            report.rows += 1;
            let image = encode_image(&row)?;
            let (key, _) = key_of_image(&image, &proved.key)
                .map_err(|error| Failure::other("read a row's key", error))?;
            let name = || readable_key(&row, &proved.key);
            match proved.last.remove(&key) {
                Some(last) if last.deleted => {
                    report.add(Finding::RowUnknown {
                        table: table.clone(),
                        key: name(),
                    });
                }
                Some(last) if last.image != digest(&image) => report.add(Finding::RowAltered {
                    table: table.clone(),
                    key: name(),
                    leaf_index: last.leaf_index,
                }),
                Some(_) => {}
                None => report.add(Finding::RowUnknown {
                    table: table.clone(),
                    key: name(),
                }),
            }
            Ok(())
        })?;
        let mut missing: Vec<_> = proved
            .last
            .into_iter()
            .filter(|(_, last)| !last.deleted)
            .collect();
        missing.sort_by_key(|(_, last)| last.leaf_index);
        for (key, last) in missing {
            report.add(Finding::RowMissing {
                table: table.clone(),
                key: to_hex(&key),
                leaf_index: last.leaf_index,
            });
        }
    }
    Ok(())
}

fn digest(bytes: &[u8]) -> Digest {
    let whole: [u8; 32] = Sha256::digest(bytes).into();
    whole.first_chunk().copied().unwrap_or_default()
}

/// The key columns' encoded values in order (without the tenant's), and the revision.
fn key_of_image(image: &[u8], key: &[String]) -> Result<(Vec<u8>, i64), EntryError> {
    let mut parts: Vec<&[u8]> = vec![&[]; key.len()];
    let mut revision = 0;
    let mut decoder = Decoder::new(image);
    for _ in 0..decoder.map()?.unwrap_or_default() {
        let name = decoder.str()?;
        let start = decoder.position();
        if name == "revision" && decoder.datatype()? != Type::String {
            revision = decoder.i64()?;
        } else {
            decoder.skip()?;
        }
        let place = key
            .iter()
            .position(|column| column == name)
            .filter(|_| name != "tenant_id");
        if let Some(part) = place.and_then(|place| parts.get_mut(place)) {
            *part = image.get(start..decoder.position()).unwrap_or_default();
        }
    }
    Ok((parts.concat(), revision))
}

/// A key as a person can look it up.
fn readable_key(row: &Row, key: &[String]) -> String {
    let parts: Vec<String> =
        key.iter()
            .filter(|column| *column != "tenant_id")
            .map(|column| match row.value(column) {
                Ok(Owned::Integer(number)) => number.to_string(),
                Ok(Owned::Text(text)) => text.clone(),
                Ok(Owned::Bytes(bytes)) => base::Uuid::from_slice(bytes)
                    .map_or_else(|_| to_hex(bytes), |id| id.to_string()),
                Ok(Owned::Null) | Err(_) => "?".to_owned(),
            })
            .collect();
    parts.join(" ")
}
