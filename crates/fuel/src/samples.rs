//! The sample quota, and what practising left: vouchers, redemptions, standing vouchers.

use base::{Millilitres, Stamp, TenantId, Uuid};
use db::{ActionError, Failure, Tx};
use fleet::VehicleId;
use ledger::Unit;
use register::{
    SampleHand, SampleOwner, SampleRefusal, SampleTie, Samples, blocked, list_samples, load_zone,
    record_deletion, unmark_sample,
};
use web::{Locale, fl};

use crate::actions::{NewDecree, NewDecreeRule, adopt_decree};
use crate::model::{Per, QuotaTarget};
use crate::store::samples as store;
use crate::texts;

/// What a sample vehicle may take in a month.
const MONTHLY: Millilitres = Millilitres::new(100_000);

/// The quota of the sample vehicles, and all vouchers of samples.
#[derive(Debug, Clone, Copy, Default)]
pub struct FuelSamples;

impl SampleOwner for FuelSamples {
    fn plan(&self, locale: Locale) -> Vec<String> {
        vec![fl!(
            texts(locale),
            "samples-plan-quota",
            volume = MONTHLY.to_string()
        )]
    }

    fn area(&self) -> Option<&'static str> {
        Some("fuel")
    }

    fn fill(
        &self,
        tx: &mut Tx<'_>,
        hand: &SampleHand<'_>,
    ) -> Result<(), ActionError<SampleRefusal>> {
        let (stamp, tenant) = (hand.stamp, hand.stamp.tenant);
        let today = load_zone(tx, tenant)?.date(stamp.at);
        let vehicles = list_samples(tx, tenant, "vehicle", 100)?;
        // A rule for each vehicle, so that no real one of its class is concerned.
        let rules = vehicles.into_iter().map(|vehicle| NewDecreeRule {
            target: QuotaTarget::Vehicle(VehicleId::new(vehicle)),
            unit: Unit::Millilitres,
            amount: MONTHLY.get(),
            per: Per::Month,
            carry_over: false,
        });
        let decree = NewDecree {
            number: format!("CONTOH/{}", today.year()),
            title: "Standar pemakaian BBM".to_owned(),
            valid_from: today,
            valid_until: None,
            rules: rules.collect(),
        };
        let decree = adopt_decree(tx, stamp, hand.actor, &decree).map_err(blocked("quota"))?;
        hand.mark(tx, "quota_decree", decree)?;
        Ok(())
    }

    fn count(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        locale: Locale,
    ) -> Result<Vec<(String, i64)>, Failure> {
        let (words, counts) = (texts(locale), store::count_samples(tx, tenant)?);
        Ok(vec![
            (fl!(words, "samples-decrees"), counts.decrees),
            (fl!(words, "samples-vouchers"), counts.vouchers),
            (fl!(words, "samples-standing"), counts.standing),
            (fl!(words, "samples-redemptions"), counts.redemptions),
        ])
    }

    fn ties(
        &self,
        tx: &mut Tx<'_>,
        (stamp, locale): (&Stamp, Locale),
        _: &Samples,
    ) -> Result<Vec<SampleTie>, Failure> {
        let mut ties = Vec::new();
        let mut name = Names::default();
        for tied in store::list_tied_vouchers(tx, stamp.tenant)? {
            ties.push(voucher_tie(tx, (stamp.tenant, locale), &mut name, tied)?);
        }
        for tied in store::list_tied_standing(tx, stamp.tenant)? {
            ties.push(standing_tie(tx, (stamp.tenant, locale), &mut name, tied)?);
        }
        Ok(ties)
    }

    fn delete(&self, tx: &mut Tx<'_>, stamp: &Stamp, most: i64) -> Result<i64, Failure> {
        let tenant = stamp.tenant;
        for (kind, records) in [
            ("voucher", store::list_sample_vouchers(tx, tenant, most)?),
            (
                "voucher_standing",
                store::list_sample_standing(tx, tenant, most)?,
            ),
            (
                "quota_decree",
                list_samples(tx, tenant, "quota_decree", most)?,
            ),
        ] {
            for record in &records {
                store::delete_sample(tx, tenant, kind, *record)?;
                if kind == "quota_decree" {
                    unmark_sample(tx, tenant, kind, *record)?;
                }
                record_deletion(tx, stamp, kind, *record)?;
            }
            if let Some(gone) = i64::try_from(records.len()).ok().filter(|gone| *gone > 0) {
                return Ok(gone);
            }
        }
        let mut gone = 0_i64;
        for vehicle in list_samples(tx, tenant, "vehicle", most)? {
            if store::delete_quotas_of(tx, tenant, vehicle)? > 0 {
                record_deletion(tx, stamp, "vehicle", vehicle)?;
                gone = gone.saturating_add(1);
            }
        }
        Ok(gone)
    }
}

/// Names of samples that real vouchers refer to.
#[derive(Default)]
struct Names(Vec<(Uuid, String)>);

impl Names {
    fn of(
        &mut self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        (kind, id): (&str, Uuid),
    ) -> Result<String, Failure> {
        if let Some((_, name)) = self.0.iter().find(|(known, _)| *known == id) {
            return Ok(name.clone());
        }
        let name = if kind == "station" {
            let found = stations::lookup_station(tx, tenant, base::StationId::new(id))?;
            found.map_or_else(|| "–".to_owned(), |found| found.details.name)
        } else {
            register::sample_person_name(tx, tenant, base::PersonId::new(id))?
        };
        self.0.push((id, name.clone()));
        Ok(name)
    }
}

fn voucher_tie(
    tx: &mut Tx<'_>,
    (tenant, locale): (TenantId, Locale),
    names: &mut Names,
    tied: store::Tied,
) -> Result<SampleTie, Failure> {
    let words = texts(locale);
    Ok(SampleTie {
        record: fl!(words, "samples-tie-voucher", code = tied.name),
        href: format!("/voucher/{}", tied.id),
        sample_name: names.of(tx, tenant, tied.sample)?,
        sample: tied.sample,
        advice: if tied.is_open {
            fl!(words, "samples-tie-voucher-open")
        } else {
            fl!(words, "samples-tie-voucher-done")
        },
    })
}

fn standing_tie(
    tx: &mut Tx<'_>,
    (tenant, locale): (TenantId, Locale),
    names: &mut Names,
    tied: store::Tied,
) -> Result<SampleTie, Failure> {
    let words = texts(locale);
    Ok(SampleTie {
        record: fl!(words, "samples-tie-standing", name = tied.name),
        href: format!("/voucher/berulang/{}", tied.id),
        sample_name: names.of(tx, tenant, tied.sample)?,
        sample: tied.sample,
        advice: fl!(words, "samples-tie-standing-advice"),
    })
}
