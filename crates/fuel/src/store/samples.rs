//! Vouchers of samples: those of a sample vehicle, and those that a sample line pays.

use base::{StationId, TenantId, Uuid};
use budget::BudgetLineId;
use db::{Failure, Row, Tx, Value, params};
use fleet::VehicleId;

/// More real vouchers than this are not named on one page.
const TIES_MAX: i64 = 20;

/// Whether a row with these columns (of alias `v`) belongs to the samples.
const IS_SAMPLE: &str = "(v.vehicle_id IN \
    (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'vehicle') \
    OR v.line_id IN \
    (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = 'budget_line'))";

/// Which of a voucher's parts are samples.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks {
    pub(crate) vehicle: bool,
    pub(crate) line: bool,
    pub(crate) station: bool,
}

impl Marks {
    /// Whether the voucher is a sample: it names a sample vehicle or is paid by a sample line.
    pub(crate) const fn is_voucher(self) -> bool {
        self.vehicle || self.line
    }
}

/// Reads them in one statement; most cities have no samples, and the answer is empty.
pub(crate) fn load_marks(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (vehicle, line): (VehicleId, BudgetLineId),
    station: Option<StationId>,
) -> Result<Marks, Failure> {
    let mut marks = Marks::default();
    tx.each(
        "SELECT kind FROM sample_record WHERE tenant_id = $1 \
         AND ((kind = 'vehicle' AND record_id = $2) OR (kind = 'budget_line' AND record_id = $3) \
         OR (kind = 'station' AND record_id = $4))",
        params![tenant, vehicle, line.uuid(), Value::maybe_id(station)],
        |row| {
            match row.get::<String>("kind")?.as_str() {
                "vehicle" => marks.vehicle = true,
                "budget_line" => marks.line = true,
                _ => marks.station = true,
            }
            Ok(())
        },
    )?;
    Ok(marks)
}

/// How much there is to delete.
pub(crate) struct SampleCounts {
    pub(crate) decrees: i64,
    pub(crate) vouchers: i64,
    pub(crate) standing: i64,
    pub(crate) redemptions: i64,
}

pub(crate) fn count_samples(tx: &mut Tx<'_>, tenant: TenantId) -> Result<SampleCounts, Failure> {
    let mut count = |from: &str, which: &str| {
        let sql =
            format!("SELECT COUNT(*) AS count FROM {from} WHERE v.tenant_id = $1 AND {which}");
        tx.query_one(&sql, params![tenant])?.get::<i64>("count")
    };
    Ok(SampleCounts {
        decrees: count("sample_record v", "v.kind = 'quota_decree'")?,
        vouchers: count("voucher v", IS_SAMPLE)?,
        standing: count("voucher_standing v", IS_SAMPLE)?,
        redemptions: count(
            "voucher v JOIN redemption r ON r.tenant_id = v.tenant_id AND r.voucher_id = v.id",
            IS_SAMPLE,
        )?,
    })
}

fn ids(rows: &[Row]) -> Result<Vec<Uuid>, Failure> {
    rows.iter().map(|row| row.get("id")).collect()
}

pub(crate) fn list_sample_vouchers(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    most: i64,
) -> Result<Vec<Uuid>, Failure> {
    let sql = format!(
        "SELECT v.id FROM voucher v WHERE v.tenant_id = $1 AND {IS_SAMPLE} ORDER BY v.id LIMIT $2"
    );
    ids(&tx.query(&sql, params![tenant, most])?)
}

pub(crate) fn list_sample_standing(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    most: i64,
) -> Result<Vec<Uuid>, Failure> {
    let sql = format!(
        "SELECT v.id FROM voucher_standing v WHERE v.tenant_id = $1 AND {IS_SAMPLE} \
         ORDER BY v.id LIMIT $2"
    );
    ids(&tx.query(&sql, params![tenant, most])?)
}

/// Deletes a voucher with what became of it, a standing voucher, or a decree with its rules.
pub(crate) fn delete_sample(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    kind: &str,
    record: Uuid,
) -> Result<(), Failure> {
    let statements: &[&str] = match kind {
        "voucher" => {
            ledger::forget_transfers(tx, tenant, record)?;
            &[
                "DELETE FROM redemption_photo WHERE tenant_id = $1 AND hold_id IN \
                 (SELECT id FROM redemption_hold WHERE tenant_id = $1 AND voucher_id = $2)",
                "DELETE FROM redemption WHERE tenant_id = $1 AND voucher_id = $2",
                "DELETE FROM redemption_hold WHERE tenant_id = $1 AND voucher_id = $2",
                "DELETE FROM voucher WHERE tenant_id = $1 AND id = $2",
            ]
        }
        "voucher_standing" => &["DELETE FROM voucher_standing WHERE tenant_id = $1 AND id = $2"],
        _ => &[
            "DELETE FROM quota_rule WHERE tenant_id = $1 AND decree_id = $2",
            "DELETE FROM quota_decree WHERE tenant_id = $1 AND id = $2",
        ],
    };
    for sql in statements {
        tx.change(sql, params![tenant, record])?;
    }
    Ok(())
}

/// Deletes the quota accounts of a sample vehicle, and the rules of real decrees that name it.
pub(crate) fn delete_quotas_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    vehicle: Uuid,
) -> Result<usize, Failure> {
    let accounts = ledger::forget_accounts(tx, tenant, vehicle)?;
    let rules = tx.change(
        "DELETE FROM quota_rule WHERE tenant_id = $1 AND vehicle_id = $2",
        params![tenant, vehicle],
    )?;
    Ok(accounts.saturating_add(rules))
}

/// A real record with the sample that it names.
pub(crate) struct Tied {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) is_open: bool,
    pub(crate) sample: (&'static str, Uuid),
}

/// Real vouchers that name a sample station or person, or were drawn at a sample station.
pub(crate) fn list_tied_vouchers(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Tied>, Failure> {
    let mut tied = Vec::new();
    let open = "v.code, CASE WHEN v.state IN ('issued', 'authorised') THEN 1 ELSE 0 END AS open";
    for (from, column, kind) in [
        ("voucher v", "v.station_id", "station"),
        ("voucher v", "v.drawer_id", "person"),
        (
            "voucher v JOIN redemption_hold h ON h.tenant_id = v.tenant_id AND h.voucher_id = v.id",
            "h.station_id",
            "station",
        ),
    ] {
        let sql = format!(
            "SELECT v.id, {open}, {column} AS sample FROM {from} WHERE v.tenant_id = $1 \
             AND {column} IN \
             (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = '{kind}') \
             AND NOT {IS_SAMPLE} ORDER BY v.issued_at DESC, v.id LIMIT $2"
        );
        for row in tx.query(&sql, params![tenant, TIES_MAX])? {
            let id: Uuid = row.get("id")?;
            if tied.iter().all(|known: &Tied| known.id != id) {
                tied.push(Tied {
                    id,
                    name: row.get("code")?,
                    is_open: row.get::<i64>("open")? == 1,
                    sample: (kind, row.get("sample")?),
                });
            }
        }
    }
    Ok(tied)
}

/// Real standing vouchers that name a sample station or person.
pub(crate) fn list_tied_standing(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Tied>, Failure> {
    let mut tied = Vec::new();
    for (column, kind) in [("v.station_id", "station"), ("v.drawer_id", "person")] {
        let sql = format!(
            "SELECT v.id, v.purpose, {column} AS sample FROM voucher_standing v \
             WHERE v.tenant_id = $1 AND v.state = 'active' AND {column} IN \
             (SELECT record_id FROM sample_record WHERE tenant_id = $1 AND kind = '{kind}') \
             AND NOT {IS_SAMPLE} ORDER BY v.id LIMIT $2"
        );
        for row in tx.query(&sql, params![tenant, TIES_MAX])? {
            tied.push(Tied {
                id: row.get("id")?,
                name: row.get("purpose")?,
                is_open: true,
                sample: (kind, row.get("sample")?),
            });
        }
    }
    Ok(tied)
}
