use base::{TenantId, Zone};
use db::{Failure, Row, Tx, params};

use crate::Settings;

/// The zone of the city's clock and calendar.
pub fn load_zone(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Zone, Failure> {
    Zone::named(&load_settings(tx, tenant)?.zone)
        .map_err(|error| Failure::other("the city's zone", error))
}

/// The city's settings; defaults where nothing was set yet.
pub fn load_settings(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Settings, Failure> {
    let row = tx.query_opt(
        "SELECT city_name, government_name, city_code, province_name, zone, driver_check, \
         photo_policy, photo_sample_percent, year_end_cutoff, voucher_valid_days, help_contact, \
         revision FROM city_settings WHERE tenant_id = $1",
        params![tenant],
    )?;
    row.as_ref()
        .map_or_else(|| Ok(Settings::default()), settings)
}

fn settings(row: &Row) -> Result<Settings, Failure> {
    let defaults = Settings::default();
    let text = |column: &str, default: String| {
        Ok::<_, Failure>(row.get::<Option<String>>(column)?.unwrap_or(default))
    };
    Ok(Settings {
        city_name: text("city_name", defaults.city_name)?,
        government_name: text("government_name", defaults.government_name)?,
        city_code: text("city_code", defaults.city_code)?,
        province_name: text("province_name", defaults.province_name)?,
        zone: text("zone", defaults.zone)?,
        driver_check: known(row, "driver_check")?.unwrap_or(defaults.driver_check),
        photo_policy: known(row, "photo_policy")?.unwrap_or(defaults.photo_policy),
        photo_sample_percent: row
            .get::<Option<i64>>("photo_sample_percent")?
            .unwrap_or(defaults.photo_sample_percent),
        year_end_cutoff: known(row, "year_end_cutoff")?.unwrap_or(defaults.year_end_cutoff),
        voucher_valid_days: row
            .get::<Option<i64>>("voucher_valid_days")?
            .unwrap_or(defaults.voucher_valid_days),
        help_contact: row.get("help_contact")?,
        revision: row.get("revision")?,
    })
}

fn known<T: std::str::FromStr>(row: &Row, column: &str) -> Result<Option<T>, Failure> {
    match row.get::<Option<String>>(column)? {
        Some(_) => row.parse(column).map(Some),
        None => Ok(None),
    }
}

/// Writes the settings of a city that has none yet; `false` where it has.
pub(crate) fn insert_settings(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    settings: &Settings,
) -> Result<bool, Failure> {
    tx.change_one(
        "INSERT INTO city_settings (tenant_id, city_name, government_name, city_code, \
         province_name, zone, driver_check, photo_policy, photo_sample_percent, year_end_cutoff, \
         voucher_valid_days, help_contact) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (tenant_id) DO NOTHING",
        params![
            tenant,
            &settings.city_name,
            &settings.government_name,
            &settings.city_code,
            &settings.province_name,
            &settings.zone,
            settings.driver_check.code(),
            settings.photo_policy.code(),
            settings.photo_sample_percent,
            &settings.year_end_cutoff.to_string(),
            settings.voucher_valid_days,
            &settings.help_contact
        ],
    )
}

/// Changes the settings where their revision is still the expected one.
pub(crate) fn update_settings(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    settings: &Settings,
) -> Result<bool, Failure> {
    tx.change_one(
        "UPDATE city_settings SET city_name = $3, government_name = $4, city_code = $5, \
         province_name = $6, zone = $7, driver_check = $8, photo_policy = $9, \
         photo_sample_percent = $10, year_end_cutoff = $11, voucher_valid_days = $12, \
         help_contact = $13 WHERE tenant_id = $1 AND revision = $2",
        params![
            tenant,
            settings.revision,
            &settings.city_name,
            &settings.government_name,
            &settings.city_code,
            &settings.province_name,
            &settings.zone,
            settings.driver_check.code(),
            settings.photo_policy.code(),
            settings.photo_sample_percent,
            &settings.year_end_cutoff.to_string(),
            settings.voucher_valid_days,
            &settings.help_contact
        ],
    )
}
