-- A decree that grants quotas; a later one with the same target takes its place from its first day.
CREATE TABLE quota_decree (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    valid_from_on TEXT NOT NULL,
    valid_until_on TEXT,
    state TEXT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (state IN ('draft', 'in_force', 'revoked')),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number)
) STRICT;

-- amount: millilitres or whole rupiah per working day, week, month, year, kilometre or engine hour
CREATE TABLE quota_rule (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    decree_id ID NOT NULL,
    target TEXT NOT NULL,
    class TEXT,
    vehicle_id ID,
    post_id ID,
    unit TEXT NOT NULL,
    amount BIGINT NOT NULL,
    per TEXT NOT NULL,
    carry_over BOOL NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (target IN ('class', 'vehicle', 'post')),
    CHECK (unit IN ('millilitres', 'rupiah')),
    CHECK (per IN ('working_day', 'week', 'month', 'year', 'kilometre', 'hour')),
    CHECK (amount > 0),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, decree_id) REFERENCES quota_decree (tenant_id, id)
) STRICT;

CREATE INDEX quota_rule_by_decree ON quota_rule (tenant_id, decree_id);
CREATE INDEX quota_rule_by_vehicle ON quota_rule (tenant_id, vehicle_id);
CREATE INDEX quota_rule_by_class ON quota_rule (tenant_id, class);

CREATE TABLE voucher (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    code TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    agency_id ID NOT NULL,
    vehicle_id ID NOT NULL,
    drawer_id ID,
    product TEXT NOT NULL,
    substitutes TEXT NOT NULL,
    volume_ml BIGINT NOT NULL,
    price BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    period TEXT NOT NULL,
    line_id ID NOT NULL,
    budget_transfer_id ID NOT NULL,
    quota_transfer_id ID,
    quota_unit TEXT,
    station_id ID,
    offline BOOL NOT NULL,
    valid_from_at BIGINT NOT NULL,
    valid_until_at BIGINT NOT NULL,
    letter_number TEXT,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    issued_by_id ID NOT NULL,
    issued_at BIGINT NOT NULL,
    batch_id ID,
    standing_id ID,
    hold_id ID,
    hold_until_at BIGINT,
    settled_at BIGINT,
    settle_reason TEXT,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (kind IN ('vehicle', 'container')),
    CHECK (state IN ('issued', 'authorised', 'redeemed', 'expired', 'cancelled')),
    CHECK (volume_ml > 0 AND amount > 0 AND price > 0),
    CHECK (valid_from_at < valid_until_at),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX voucher_by_issue ON voucher (tenant_id, issued_at);
CREATE INDEX voucher_by_agency ON voucher (tenant_id, agency_id, issued_at);
CREATE INDEX voucher_by_vehicle ON voucher (tenant_id, vehicle_id, issued_at);
CREATE INDEX voucher_by_station ON voucher (tenant_id, station_id, issued_at) WHERE station_id IS NOT NULL;
-- Most vouchers are redeemed: only the others are found by their state, so that a redemption leaves
-- one index instead of moving within two.
CREATE INDEX voucher_open ON voucher (tenant_id, valid_until_at) WHERE state IN ('issued', 'authorised');
CREATE INDEX voucher_unused ON voucher (tenant_id, state, issued_at, id, agency_id) WHERE state IN ('expired', 'cancelled');
CREATE INDEX voucher_by_batch ON voucher (tenant_id, batch_id, issued_at) WHERE batch_id IS NOT NULL;

-- A voucher every week or working day, issued by itself.
CREATE TABLE voucher_standing (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    agency_id ID NOT NULL,
    vehicle_id ID NOT NULL,
    drawer_id ID,
    product TEXT NOT NULL,
    volume_ml BIGINT NOT NULL,
    line_id ID NOT NULL,
    station_id ID,
    weekdays TEXT NOT NULL,
    hour BIGINT NOT NULL,
    days_valid BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    state TEXT NOT NULL,
    last_issued_on TEXT,
    last_refusal TEXT,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (state IN ('active', 'ended')),
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE INDEX voucher_standing_by_agency ON voucher_standing (tenant_id, agency_id);

-- A station holds a voucher for some minutes: what may be dispensed, at which price.
CREATE TABLE redemption_hold (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    voucher_id ID NOT NULL,
    station_id ID NOT NULL,
    device_id ID NOT NULL,
    shift_id ID NOT NULL,
    attendant_id ID NOT NULL,
    driver_id ID,
    driver_check TEXT NOT NULL,
    product TEXT NOT NULL,
    price BIGINT NOT NULL,
    volume_ml BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (driver_check IN ('pin', 'photo')),
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX redemption_hold_by_voucher ON redemption_hold (tenant_id, voucher_id);
CREATE INDEX redemption_hold_by_device ON redemption_hold (tenant_id, device_id, at);

-- What was dispensed. Never changed: a correction is a further row that names this one.
CREATE TABLE redemption (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    voucher_id ID NOT NULL,
    hold_id ID NOT NULL,
    vehicle_id ID NOT NULL,
    agency_id ID NOT NULL,
    station_id ID NOT NULL,
    attendant_id ID NOT NULL,
    driver_id ID,
    product TEXT NOT NULL,
    price BIGINT NOT NULL,
    volume_ml BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    slip_amount BIGINT,
    typed TEXT NOT NULL,
    period TEXT NOT NULL,
    dispensed_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    reading_id ID,
    meter_value BIGINT,
    doubts TEXT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (volume_ml > 0 AND amount > 0),
    CHECK (typed IN ('litres', 'rupiah')),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, hold_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX redemption_by_time ON redemption (tenant_id, dispensed_at);
CREATE INDEX redemption_by_agency ON redemption (tenant_id, agency_id, dispensed_at);
CREATE INDEX redemption_by_vehicle ON redemption (tenant_id, vehicle_id, dispensed_at);
CREATE INDEX redemption_by_station ON redemption (tenant_id, station_id, dispensed_at);
CREATE INDEX redemption_by_period ON redemption (tenant_id, period, agency_id, product, volume_ml, amount);

-- A photo taken at the pump, before or after dispensing; the file lies in the blob store.
CREATE TABLE redemption_photo (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    hold_id ID NOT NULL,
    subject TEXT NOT NULL,
    hash TEXT NOT NULL,
    taken_at BIGINT,
    latitude_e7 BIGINT,
    longitude_e7 BIGINT,
    at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (subject IN ('plate', 'meter', 'pump', 'slip')),
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX redemption_photo_by_hold ON redemption_photo (tenant_id, hold_id);
CREATE INDEX redemption_photo_by_hash ON redemption_photo (tenant_id, hash);
