//! Compares the database with what the tills wrote down.

use std::collections::{BTreeMap, BTreeSet};

use base::{TenantId, Uuid};
use db::{Access, Db, Failure, Tx, params};

use crate::house::{House, tenant};
use crate::tills::Slip;

/// What the database says, read in one go.
struct Books {
    /// Voucher, redemption, volume, amount.
    redemptions: Vec<(String, String, i64, i64)>,
    /// State, purpose, volume, amount.
    vouchers: Vec<(String, String, i64, i64)>,
    /// Pending and posted per unit, over all accounts.
    balances: BTreeMap<String, (i64, i64)>,
}

/// Opens the database; a server that was killed needs a moment to recover.
pub(crate) fn open_patiently(house: &House) -> Db {
    for _ in 0..600 {
        if let Ok(db) = house.try_open()
            && db
                .read_blocking(testkit::TENANT, Access::ReadOwn, |tx| {
                    tx.query("SELECT 1 AS one", &[])
                })
                .is_ok()
        {
            return db;
        }
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
    panic!("the database does not come back");
}

fn read(house: &House) -> Books {
    let db = open_patiently(house);
    let tenant = tenant(&db);
    let books = db.read_blocking(tenant, Access::ReadOwn, move |tx| {
        Ok(Books {
            redemptions: redemptions(tx, tenant)?,
            vouchers: vouchers(tx, tenant)?,
            balances: balances(tx, tenant)?,
        })
    });
    db.close();
    books.unwrap()
}

fn redemptions(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<(String, String, i64, i64)>, Failure> {
    let sql = "SELECT id, voucher_id, volume_ml, amount FROM redemption WHERE tenant_id = $1";
    let read = |row: &db::Row| {
        let (voucher, id): (Uuid, Uuid) = (row.get("voucher_id")?, row.get("id")?);
        let (volume, amount) = (row.get("volume_ml")?, row.get("amount")?);
        Ok((voucher.to_string(), id.to_string(), volume, amount))
    };
    tx.query(sql, params![tenant])?.iter().map(read).collect()
}

fn vouchers(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<(String, String, i64, i64)>, Failure> {
    let sql = "SELECT state, purpose, volume_ml, amount FROM voucher WHERE tenant_id = $1";
    let read = |row: &db::Row| {
        let (volume, amount) = (row.get("volume_ml")?, row.get("amount")?);
        Ok((row.get("state")?, row.get("purpose")?, volume, amount))
    };
    tx.query(sql, params![tenant])?.iter().map(read).collect()
}

fn balances(tx: &mut Tx<'_>, tenant: TenantId) -> Result<BTreeMap<String, (i64, i64)>, Failure> {
    let found = tx.query(
        "SELECT unit, CAST(SUM(pending) AS BIGINT) AS pending, CAST(SUM(posted) AS BIGINT) AS posted \
         FROM ledger_account WHERE tenant_id = $1 GROUP BY unit",
        params![tenant],
    )?;
    found
        .iter()
        .map(|row| Ok((row.get("unit")?, (row.get("pending")?, row.get("posted")?))))
        .collect()
}

/// Every acknowledged redemption is there once with its amounts, none is there that nobody sent,
/// none twice, and budget and quota are the sums of what is there.
pub(crate) fn assert_agrees(house: &House, slips: &BTreeMap<String, Slip>) {
    let books = read(house);
    let mut found = BTreeMap::new();
    for (voucher, id, volume, amount) in &books.redemptions {
        let twice = found.insert(voucher.clone(), (id.clone(), *volume, *amount));
        assert_eq!(twice, None, "voucher {voucher} was redeemed twice");
        let slip = slips.get(voucher);
        let slip = slip.unwrap_or_else(|| panic!("nobody sent a capture of voucher {voucher}"));
        assert_eq!(*volume, slip.volume_ml, "the volume of voucher {voucher}");
    }
    for (voucher, slip) in slips {
        if let Some((id, amount)) = &slip.acknowledged {
            assert_eq!(
                found.get(voucher),
                Some(&(id.clone(), slip.volume_ml, *amount)),
                "voucher {voucher} was acknowledged as {slip:?}"
            );
        }
    }
    assert_sums(&books);
}

fn assert_sums(books: &Books) {
    let purposes: BTreeSet<&String> = books
        .vouchers
        .iter()
        .map(|(_, purpose, ..)| purpose)
        .collect();
    assert_eq!(
        purposes.len(),
        books.vouchers.len(),
        "a voucher was issued twice"
    );
    let redeemed = books
        .vouchers
        .iter()
        .filter(|(state, ..)| state == "redeemed");
    assert_eq!(
        redeemed.count(),
        books.redemptions.len(),
        "vouchers marked as drawn"
    );
    let open = || {
        let is_open = |state: &str| matches!(state, "issued" | "authorised");
        books
            .vouchers
            .iter()
            .filter(move |(state, ..)| is_open(state))
    };
    let rupiah = (
        open().map(|voucher| voucher.3).sum(),
        books
            .redemptions
            .iter()
            .map(|redemption| redemption.3)
            .sum(),
    );
    let volume = (
        open().map(|voucher| voucher.2).sum(),
        books
            .redemptions
            .iter()
            .map(|redemption| redemption.2)
            .sum(),
    );
    let balance = |unit| books.balances.get(unit).copied().unwrap_or_default();
    assert_eq!(balance("rupiah"), rupiah, "the budget: pending and posted");
    assert_eq!(
        balance("millilitres"),
        volume,
        "the quota: pending and posted"
    );
}

/// In the end everything sent is acknowledged, and all of it is there.
pub(crate) fn assert_complete(house: &House, slips: &BTreeMap<String, Slip>) {
    assert_agrees(house, slips);
    let unanswered = slips.values().filter(|slip| slip.acknowledged.is_none());
    assert_eq!(unanswered.count(), 0, "everyone has an answer in the end");
    assert_eq!(read(house).redemptions.len(), slips.len());
}
