//! Walking the log: leaves, entries, head and checkpoints.

use base::{ActorId, TenantId, UtcMicros, Uuid};
use db::{Failure, Row, Tx, params};

use super::beside::read_beside;
use super::rows::Images;
use super::{Evidence, Finding, Report, Work};
use crate::checkpoint::{Checkpoint, short_code};
use crate::entry::Entry;
use crate::merkle::{Frontier, Hash, leaf_hash};
use crate::rotation::Trust;
use crate::seal::load_head;

/// How often progress is told, in entries.
const PROGRESS_STEP: u64 = 10_000;

pub(super) fn walk(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    evidence: &Evidence,
    work: &mut Work<'_>,
) -> Result<(), Failure> {
    let Work {
        images,
        report,
        progress,
    } = work;
    let head = load_head(tx, tenant)?;
    let trust = Trust::of(&evidence.trusted, &evidence.rotations);
    let stored = stored_checkpoints(tx, tenant, (evidence, trust.as_ref()), report)?;
    let outside = outside_checkpoints(tenant, (evidence, trust.as_ref()), report);
    let mut wanted: Vec<u64> = stored
        .iter()
        .chain(&outside)
        .map(|point| point.size)
        .collect();
    wanted.sort_unstable();
    wanted.dedup();

    let mut walker = Walker {
        frontier: Frontier::default(),
        roots: Vec::new(),
        wanted: &wanted,
    };
    let mut read = 0;
    read_beside(
        |hand_over| {
            tx.each(
                "SELECT l.leaf_index, l.leaf_hash, l.entry_id, e.id, e.at, e.actor_id, e.action, \
                 e.subject_id, e.bytes FROM journal_leaf l \
                 LEFT JOIN journal_entry e ON e.tenant_id = l.tenant_id AND e.id = l.entry_id \
                 WHERE l.tenant_id = $1 ORDER BY l.leaf_index",
                params![tenant],
                |row| {
                    read += 1;
                    if read % PROGRESS_STEP == 0 {
                        progress(read);
                    }
                    hand_over(row)
                },
            )
        },
        |row: Row| walker.leaf(&row, images, report),
    )?;
    if walker.frontier != head {
        report.add(Finding::HeadDiffers);
    }
    let Walker {
        frontier, roots, ..
    } = walker;
    let root_at = |size: u64| {
        roots
            .iter()
            .find(|(known, _)| *known == size)
            .map(|(_, root)| *root)
    };
    compare_stored(&stored, root_at, report);
    compare_outside(&outside, frontier.size(), root_at, report);
    walk_unsealed(tx, tenant, images, report)
}

struct Walker<'a> {
    frontier: Frontier,
    roots: Vec<(u64, Hash)>,
    wanted: &'a [u64],
}

impl Walker<'_> {
    fn leaf(&mut self, row: &Row, images: &mut Images, report: &mut Report) -> Result<(), Failure> {
        let leaf_index: i64 = row.get("leaf_index")?;
        let expected = i64::try_from(report.leaves).unwrap_or(i64::MAX);
        if leaf_index != expected {
            report.add(Finding::LeafMissing {
                leaf_index: expected,
            });
        }
        report.leaves = u64::try_from(leaf_index).unwrap_or_default() + 1;
        let stored: Vec<u8> = row.get("leaf_hash")?;
        let stored: Hash = stored.try_into().unwrap_or_default();
        let entry: Uuid = row.get("entry_id")?;
        match row.get::<Option<Vec<u8>>>("bytes")? {
            None => report.add(Finding::EntryMissing { leaf_index, entry }),
            Some(bytes) => {
                if leaf_hash(&bytes) != stored {
                    report.add(Finding::EntryAltered { leaf_index, entry });
                }
                read_entry(row, &bytes, Some(leaf_index), images, report)?;
            }
        }
        self.frontier.append(stored);
        if self.wanted.first() == Some(&self.frontier.size()) {
            self.roots
                .push((self.frontier.size(), self.frontier.root()));
            self.wanted = self.wanted.get(1..).unwrap_or_default();
        }
        Ok(())
    }
}

/// Decodes an entry, compares its derived columns, and takes over its images.
fn read_entry(
    row: &Row,
    bytes: &[u8],
    leaf_index: Option<i64>,
    images: &mut Images,
    report: &mut Report,
) -> Result<(), Failure> {
    report.entries += 1;
    let id: Uuid = row.get("id")?;
    let Ok(entry) = Entry::decode(bytes) else {
        report.add(Finding::EntryInconsistent { entry: id });
        return Ok(());
    };
    let agrees = entry.id == id
        && entry.at == row.get::<UtcMicros>("at")?
        && entry.actor == row.get::<ActorId>("actor_id")?
        && entry.action == row.get::<String>("action")?
        && entry.subject_id == row.get::<Uuid>("subject_id")?;
    if !agrees || images.take_over(&entry, leaf_index).is_err() {
        report.add(Finding::EntryInconsistent { entry: id });
    }
    Ok(())
}

/// Entries without a leaf: they wait for their place, or were taken out of the log.
fn walk_unsealed(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    images: &mut Images,
    report: &mut Report,
) -> Result<(), Failure> {
    tx.each(
        "SELECT e.id, e.at, e.actor_id, e.action, e.subject_id, e.bytes, p.entry_id AS pending \
         FROM journal_entry e \
         LEFT JOIN journal_leaf l ON l.tenant_id = e.tenant_id AND l.entry_id = e.id \
         LEFT JOIN journal_pending p ON p.tenant_id = e.tenant_id AND p.entry_id = e.id \
         WHERE e.tenant_id = $1 AND l.entry_id IS NULL ORDER BY e.id",
        params![tenant],
        |row| {
            if row.get::<Option<Uuid>>("pending")?.is_none() {
                report.add(Finding::EntryUnsealed {
                    entry: row.get("id")?,
                });
            }
            let bytes: Vec<u8> = row.get("bytes")?;
            read_entry(&row, &bytes, None, images, report)
        },
    )
}

fn stored_checkpoints(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (evidence, trust): (&Evidence, Option<&Trust>),
    report: &mut Report,
) -> Result<Vec<Checkpoint>, Failure> {
    let mut checkpoints = Vec::new();
    let mut codes: Vec<&String> = evidence.codes.iter().collect();
    tx.each(
        "SELECT size, at, note FROM journal_checkpoint WHERE tenant_id = $1 ORDER BY size",
        params![tenant],
        |row| {
            let note: String = row.get("note")?;
            let code = short_code(&note);
            codes.retain(|wanted| !wanted.eq_ignore_ascii_case(&code));
            let Some(trust) = trust else {
                return Ok(());
            };
            let (size, at) = (row.get("size")?, row.get("at")?);
            match trust.open(&note) {
                Ok(point) if point.tenant == tenant && point.size == size && point.at == at => {
                    checkpoints.push(point);
                }
                _ => report.add(Finding::CheckpointDiffers { size, at }),
            }
            Ok(())
        },
    )?;
    for code in codes {
        report.add(Finding::CodeUnknown { code: code.clone() });
    }
    Ok(checkpoints)
}

fn outside_checkpoints(
    tenant: TenantId,
    (evidence, trust): (&Evidence, Option<&Trust>),
    report: &mut Report,
) -> Vec<Checkpoint> {
    let Some(trust) = trust else {
        return Vec::new();
    };
    let mut points = Vec::new();
    for note in &evidence.outside {
        match trust.open(note) {
            Ok(point) if point.tenant == tenant => points.push(point),
            Ok(_) => {}
            Err(_) => report.add(Finding::OutsideUnreadable),
        }
    }
    points.sort_by_key(|point| point.at);
    points
}

fn compare_stored(
    points: &[Checkpoint],
    root_at: impl Fn(u64) -> Option<Hash>,
    report: &mut Report,
) {
    for point in points {
        report.checkpoints += 1;
        if root_at(point.size) != Some(point.root) {
            report.add(Finding::CheckpointDiffers {
                size: point.size,
                at: point.at,
            });
        }
    }
}

/// Says from when the log is another one than the outside checkpoints vouch for.
fn compare_outside(
    points: &[Checkpoint],
    size: u64,
    root_at: impl Fn(u64) -> Option<Hash>,
    report: &mut Report,
) {
    let mut agreed = None;
    for point in points {
        report.checkpoints += 1;
        match root_at(point.size) {
            Some(root) if root == point.root => agreed = Some(point.at),
            Some(_) => {
                report.add(Finding::Rewritten {
                    after: agreed,
                    before: point.at,
                });
                return;
            }
            None => {
                let outside_size = point.size;
                report.add(Finding::Truncated {
                    outside_size,
                    size,
                    at: point.at,
                });
                return;
            }
        }
    }
}
