-- A line of somebody's list of purchases, as it was written and what follows from it; only added,
-- and later attached to the vehicle it turned out to be.
CREATE TABLE purchase (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    -- Finds the line again when it is imported once more: its number in the source, else its content.
    source_key TEXT NOT NULL,
    -- Digest of vehicle, time, product, quantity, amount and meter: two lines that say the same.
    content TEXT NOT NULL,
    -- Who keeps the list, such as a card's issuer, and the line's number there.
    source TEXT,
    reference TEXT,
    run_id ID NOT NULL,
    row_number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('fuel', 'non_fuel')),
    vehicle_text TEXT NOT NULL,
    vehicle_id ID,
    -- The unknown plate it came under; stays when the plate is resolved.
    unknown_id ID,
    agency_id ID,
    bought_at BIGINT NOT NULL,
    -- Without a time of day the instant is noon.
    has_time BOOL NOT NULL,
    station_text TEXT,
    station_id ID,
    product_text TEXT NOT NULL,
    product TEXT,
    -- Exact decimals as written: digits without the point, and how many of them stand behind it.
    quantity_digits BIGINT NOT NULL,
    quantity_scale BIGINT NOT NULL CHECK (quantity_scale BETWEEN 0 AND 18),
    quantity_unit TEXT NOT NULL,
    volume_ml BIGINT,
    price_digits BIGINT,
    price_scale BIGINT,
    amount_digits BIGINT NOT NULL,
    amount_scale BIGINT NOT NULL CHECK (amount_scale BETWEEN 0 AND 18),
    net_digits BIGINT,
    net_scale BIGINT,
    currency TEXT NOT NULL,
    amount_rupiah BIGINT,
    meter_digits BIGINT,
    meter_scale BIGINT,
    meter_unit TEXT,
    -- Whole kilometres or engine hours.
    meter_value BIGINT CHECK (meter_value IS NULL OR meter_value >= 0),
    -- Codes between spaces, with one before and behind; empty where nothing is odd.
    doubts TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    imported_by ID NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, source_key),
    CHECK ((kind = 'fuel') = (volume_ml IS NOT NULL)),
    CHECK (currency = 'idr' OR amount_rupiah IS NULL),
    CHECK (vehicle_id IS NOT NULL OR unknown_id IS NOT NULL),
    CHECK ((price_digits IS NULL) = (price_scale IS NULL)),
    CHECK ((net_digits IS NULL) = (net_scale IS NULL)),
    CHECK ((meter_digits IS NULL) = (meter_scale IS NULL) AND (meter_digits IS NULL) = (meter_unit IS NULL))
) STRICT;

CREATE INDEX purchase_by_time ON purchase (tenant_id, bought_at, id);
CREATE INDEX purchase_by_vehicle ON purchase (tenant_id, vehicle_id, bought_at, id);
CREATE INDEX purchase_by_unknown ON purchase (tenant_id, unknown_id, bought_at, id) WHERE unknown_id IS NOT NULL;
CREATE INDEX purchase_by_agency ON purchase (tenant_id, agency_id, bought_at, id) WHERE agency_id IS NOT NULL;
CREATE INDEX purchase_by_run ON purchase (tenant_id, run_id, row_number);
CREATE INDEX purchase_in_doubt ON purchase (tenant_id, bought_at, id) WHERE doubts <> '';

-- Meters whose series changed and is to be judged anew, and plates that were resolved; work, no record.
CREATE TABLE purchase_series (
    tenant_id ID NOT NULL,
    -- A vehicle, or an unknown plate.
    series_id ID NOT NULL,
    is_vehicle BOOL NOT NULL,
    -- How far it is judged: instant and id of the last purchase.
    after_at BIGINT NOT NULL,
    after_id ID NOT NULL,
    PRIMARY KEY (tenant_id, series_id)
) STRICT;
