-- Classes are data: a city renames them, adds its own and replaces the start norms by measured ones.
CREATE TABLE vehicle_class (
    tenant_id ID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('vehicle', 'machine')),
    meter TEXT NOT NULL CHECK (meter IN ('odometer', 'hour_meter', 'none')),
    -- Millilitres per kilometre or per engine hour, the usual lowest and highest.
    norm_low_ml BIGINT,
    norm_high_ml BIGINT,
    position BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, code),
    CHECK ((norm_low_ml IS NULL) = (norm_high_ml IS NULL)),
    CHECK (norm_low_ml IS NULL OR (norm_low_ml > 0 AND norm_low_ml <= norm_high_ml))
) STRICT;

-- A vehicle or machine: the columns of the asset card KIB B and what Sihebat adds to them.
CREATE TABLE vehicle (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    agency_id ID NOT NULL,
    unit_id ID,
    kind TEXT NOT NULL CHECK (kind IN ('vehicle', 'machine')),
    class_code TEXT NOT NULL,
    label TEXT NOT NULL,
    asset_code TEXT,
    register_number TEXT,
    brand TEXT,
    type_name TEXT,
    size TEXT,
    material TEXT,
    bought_year BIGINT,
    factory_number TEXT,
    chassis_number TEXT,
    chassis_key TEXT,
    engine_number TEXT,
    engine_key TEXT,
    bpkb_number TEXT,
    origin TEXT,
    price_rupiah BIGINT,
    condition TEXT,
    remark TEXT,
    -- The plate carried last, in its spelling with spaces; the history stands in plate.
    plate TEXT,
    tank_ml BIGINT CHECK (tank_ml IS NULL OR tank_ml > 0),
    fuel_kind TEXT NOT NULL CHECK (fuel_kind IN ('petrol', 'diesel', 'electric')),
    default_product TEXT,
    -- Codes between commas; empty means whatever the rules allow.
    products TEXT NOT NULL,
    meter TEXT NOT NULL CHECK (meter IN ('odometer', 'hour_meter', 'none')),
    is_sensitive BOOL NOT NULL,
    work_pattern TEXT,
    -- What lists are sorted by: the plate, or the label where there is none.
    list_key TEXT NOT NULL,
    merged_into_id ID,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, class_code) REFERENCES vehicle_class (tenant_id, code)
) STRICT;

-- The key of a vehicle. Dirty registers lack one of the two: such a vehicle is marked incomplete.
CREATE UNIQUE INDEX vehicle_by_numbers ON vehicle (tenant_id, chassis_key, engine_key) WHERE merged_into_id IS NULL;
CREATE INDEX vehicle_by_engine ON vehicle (tenant_id, engine_key);
CREATE INDEX vehicle_by_list_key ON vehicle (tenant_id, list_key, id);
CREATE INDEX vehicle_by_agency ON vehicle (tenant_id, agency_id, list_key, id);
CREATE INDEX vehicle_by_unit ON vehicle (tenant_id, unit_id, list_key, id);
CREATE INDEX vehicle_by_class ON vehicle (tenant_id, class_code, list_key, id);
CREATE INDEX vehicle_by_asset ON vehicle (tenant_id, asset_code, register_number);

-- Beginnings of words to find a vehicle by, derived from the other tables; outside the journal.
CREATE TABLE vehicle_word (
    tenant_id ID NOT NULL,
    word TEXT NOT NULL,
    vehicle_id ID NOT NULL,
    PRIMARY KEY (tenant_id, word, vehicle_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX vehicle_word_by_vehicle ON vehicle_word (tenant_id, vehicle_id);

-- Which plate a vehicle carries from one day to another, both included.
CREATE TABLE plate (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    vehicle_id ID NOT NULL,
    plate TEXT NOT NULL,
    plate_key TEXT NOT NULL,
    -- The key from its end, to find a plate whose beginning was mistyped.
    reversed_key TEXT NOT NULL,
    colour TEXT NOT NULL CHECK (colour IN ('red', 'black', 'white', 'yellow', 'unknown')),
    from_on TEXT NOT NULL,
    until_on TEXT,
    reason TEXT,
    recorded_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicle (tenant_id, id)
) STRICT;

CREATE INDEX plate_by_vehicle ON plate (tenant_id, vehicle_id, from_on);
CREATE INDEX plate_by_key ON plate (tenant_id, plate_key, from_on);
CREATE INDEX plate_by_reversed_key ON plate (tenant_id, reversed_key);

-- Days on which a vehicle is not simply active; of two rows for a day the later recorded one counts.
CREATE TABLE vehicle_status (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    vehicle_id ID NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'workshop', 'leave', 'heavily_damaged', 'retired', 'lost')),
    from_on TEXT NOT NULL,
    until_on TEXT,
    reason TEXT NOT NULL,
    reference TEXT,
    recorded_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicle (tenant_id, id)
) STRICT;

CREATE INDEX vehicle_status_by_vehicle ON vehicle_status (tenant_id, vehicle_id, recorded_at);
CREATE INDEX vehicle_status_by_state ON vehicle_status (tenant_id, state, vehicle_id);

-- Who holds a vehicle and who may draw fuel for it, from one day to another, both included.
CREATE TABLE vehicle_person (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    vehicle_id ID NOT NULL,
    person_id ID NOT NULL,
    duty TEXT NOT NULL CHECK (duty IN ('holder', 'driver')),
    from_on TEXT NOT NULL,
    until_on TEXT,
    decree_number TEXT,
    recorded_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicle (tenant_id, id)
) STRICT;

CREATE INDEX vehicle_person_by_vehicle ON vehicle_person (tenant_id, vehicle_id, from_on);
CREATE INDEX vehicle_person_by_person ON vehicle_person (tenant_id, person_id, vehicle_id);

-- Recommendation letters for fuel into cans, and registrations with Subsidi Tepat (MyPertamina).
CREATE TABLE vehicle_letter (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    vehicle_id ID NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('recommendation', 'subsidy_registration')),
    number TEXT NOT NULL,
    issuer TEXT NOT NULL,
    product TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    volume_max_ml BIGINT CHECK (volume_max_ml IS NULL OR volume_max_ml > 0),
    withdrawn_at BIGINT,
    recorded_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicle (tenant_id, id)
) STRICT;

CREATE INDEX vehicle_letter_by_vehicle ON vehicle_letter (tenant_id, vehicle_id, until_on);
CREATE INDEX vehicle_letter_by_end ON vehicle_letter (tenant_id, until_on, id);

-- What meters showed. Rows are never changed: a correction is a row that names the one it replaces.
CREATE TABLE meter_reading (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    vehicle_id ID NOT NULL,
    at BIGINT NOT NULL,
    -- Whole kilometres or engine hours, as shown.
    value BIGINT NOT NULL CHECK (value >= 0),
    -- The value since the first meter: rises over the replacement of a meter.
    total BIGINT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('redemption', 'purchase', 'inspection', 'import', 'correction', 'replacement')),
    source_id ID,
    filled_ml BIGINT,
    verdict TEXT NOT NULL,
    is_usable BOOL NOT NULL,
    expected_low BIGINT,
    expected_high BIGINT,
    replaces_id ID,
    reason TEXT,
    recorded_at BIGINT NOT NULL,
    recorded_by ID NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    -- Kept by vehicle and in time: the readings that judge a new one lie together.
    PRIMARY KEY (tenant_id, vehicle_id, at, recorded_at, id),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicle (tenant_id, id),
    FOREIGN KEY (tenant_id, replaces_id) REFERENCES meter_reading (tenant_id, id),
    CHECK ((source = 'correction') = (replaces_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX meter_reading_replaced ON meter_reading (tenant_id, replaces_id) WHERE replaces_id IS NOT NULL;
CREATE INDEX meter_reading_corrections ON meter_reading (tenant_id, vehicle_id, replaces_id) WHERE replaces_id IS NOT NULL;
CREATE UNIQUE INDEX meter_reading_by_source ON meter_reading (tenant_id, source_id, source) WHERE source_id IS NOT NULL;

-- From when to when a meter is broken; always with an end.
CREATE TABLE meter_outage (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    vehicle_id ID NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicle (tenant_id, id)
) STRICT;

CREATE INDEX meter_outage_by_vehicle ON meter_outage (tenant_id, vehicle_id, until_at);

-- Plates of purchases that the register does not know, one row for each.
CREATE TABLE unknown_vehicle (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    plate_key TEXT NOT NULL,
    -- As it came first.
    text TEXT NOT NULL,
    count BIGINT NOT NULL CHECK (count > 0),
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'linked', 'added', 'not_ours')),
    vehicle_id ID,
    reason TEXT,
    resolved_at BIGINT,
    resolved_by ID,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, plate_key),
    FOREIGN KEY (tenant_id, vehicle_id) REFERENCES vehicle (tenant_id, id),
    CHECK ((state IN ('linked', 'added')) = (vehicle_id IS NOT NULL))
) STRICT;

CREATE INDEX unknown_vehicle_by_state ON unknown_vehicle (tenant_id, state, last_seen_at, id);

-- That two rows of the register are one vehicle; both keep their histories.
CREATE TABLE vehicle_merge (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    kept_id ID NOT NULL,
    dropped_id ID NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, dropped_id),
    FOREIGN KEY (tenant_id, kept_id) REFERENCES vehicle (tenant_id, id),
    FOREIGN KEY (tenant_id, dropped_id) REFERENCES vehicle (tenant_id, id),
    CHECK (kept_id <> dropped_id)
) STRICT;

CREATE INDEX vehicle_merge_by_kept ON vehicle_merge (tenant_id, kept_id);
