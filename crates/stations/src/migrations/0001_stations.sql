CREATE TABLE fuel_product (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('petrol', 'diesel')),
    subsidy_class TEXT NOT NULL CHECK (subsidy_class IN ('JBT', 'JBKP', 'JBU')),
    grade TEXT NOT NULL,
    -- Codes between commas, the preferred first.
    substitutes TEXT NOT NULL,
    position BIGINT NOT NULL,
    is_active BOOL NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
) STRICT;

CREATE TABLE station (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    address TEXT NOT NULL,
    province TEXT NOT NULL,
    place_code TEXT,
    -- Degrees times 10,000,000.
    latitude BIGINT,
    longitude BIGINT,
    -- Monday to Sunday, between commas.
    hours TEXT NOT NULL,
    phone TEXT,
    owner_company TEXT,
    is_active BOOL NOT NULL,
    -- Raised with each change of its contracts, which lets such changes wait for each other.
    contracts_changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
) STRICT;

CREATE INDEX station_by_name ON station (tenant_id, name_key, id);

CREATE TABLE station_product (
    tenant_id ID NOT NULL,
    station_id ID NOT NULL,
    product TEXT NOT NULL,
    is_offered BOOL NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, station_id, product),
    FOREIGN KEY (tenant_id, station_id) REFERENCES station (tenant_id, id),
    FOREIGN KEY (tenant_id, product) REFERENCES fuel_product (tenant_id, code)
) STRICT;

-- "BBM kosong": from when to when a product had run out.
CREATE TABLE stock_out (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    station_id ID NOT NULL,
    product TEXT NOT NULL,
    out_at BIGINT NOT NULL,
    out_by ID NOT NULL,
    back_at BIGINT,
    back_by ID,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, station_id) REFERENCES station (tenant_id, id),
    FOREIGN KEY (tenant_id, product) REFERENCES fuel_product (tenant_id, code),
    CHECK ((back_at IS NULL) = (back_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX stock_out_open ON stock_out (tenant_id, station_id, product) WHERE back_at IS NULL;
CREATE INDEX stock_out_by_time ON stock_out (tenant_id, station_id, out_at);

-- What a price notice said. Rows are added and withdrawn, never changed.
CREATE TABLE price_notice (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    product TEXT NOT NULL,
    -- Holds for a province or for one station.
    province TEXT,
    station_id ID,
    -- Whole rupiah per litre; without one the station follows its province again.
    price BIGINT,
    valid_from_at BIGINT NOT NULL,
    valid_until_at BIGINT,
    source_number TEXT NOT NULL,
    source_on TEXT,
    is_late BOOL NOT NULL,
    entered_at BIGINT NOT NULL,
    entered_by ID NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_by ID,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, product) REFERENCES fuel_product (tenant_id, code),
    FOREIGN KEY (tenant_id, station_id) REFERENCES station (tenant_id, id),
    CHECK ((province IS NULL) <> (station_id IS NULL)),
    CHECK (price > 0 OR (price IS NULL AND station_id IS NOT NULL)),
    CHECK (valid_until_at IS NULL OR (station_id IS NOT NULL AND valid_until_at > valid_from_at)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
) STRICT;

CREATE INDEX price_notice_by_province ON price_notice (tenant_id, product, province, valid_from_at, entered_at);
CREATE INDEX price_notice_by_station ON price_notice (tenant_id, product, station_id, valid_from_at, entered_at);
CREATE INDEX price_notice_by_time ON price_notice (tenant_id, valid_from_at, id);
CREATE INDEX price_notice_by_product ON price_notice (tenant_id, product, valid_from_at, id);

-- Which class of vehicle may take which product, from when to when.
CREATE TABLE product_rule (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    product TEXT NOT NULL,
    -- Every class where none is named.
    vehicle_class TEXT,
    level TEXT NOT NULL CHECK (level IN ('national', 'regional')),
    decision TEXT NOT NULL CHECK (decision IN ('allowed', 'warned', 'refused')),
    reason TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    is_lifted_by_letter BOOL NOT NULL,
    from_on TEXT NOT NULL,
    -- The first day on which it holds no more.
    ends_on TEXT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, product) REFERENCES fuel_product (tenant_id, code),
    CHECK (ends_on IS NULL OR ends_on >= from_on)
) STRICT;

CREATE INDEX product_rule_by_product ON product_rule (tenant_id, product, from_on);

CREATE TABLE station_contract (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    station_id ID NOT NULL,
    number TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    means TEXT NOT NULL CHECK (means IN ('on_account', 'prepaid', 'kkpd', 'fleet_card')),
    deposit BIGINT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, station_id) REFERENCES station (tenant_id, id),
    CHECK (until_on >= from_on),
    CHECK (deposit IS NULL OR (deposit > 0 AND means = 'prepaid'))
) STRICT;

CREATE INDEX station_contract_by_station ON station_contract (tenant_id, station_id, from_on);

-- A phone at a pump. Its link and its token are random; only their digests stand here.
CREATE TABLE device (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    station_id ID NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'withdrawn')),
    link_hash BYTES,
    link_expires_at BIGINT,
    token_hash BYTES,
    created_at BIGINT NOT NULL,
    enrolled_at BIGINT,
    withdrawn_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, station_id) REFERENCES station (tenant_id, id),
    CHECK ((state = 'invited') = (link_hash IS NOT NULL)),
    CHECK ((link_hash IS NULL) = (link_expires_at IS NULL)),
    CHECK ((state = 'active') = (token_hash IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX device_by_token ON device (tenant_id, token_hash);
CREATE UNIQUE INDEX device_by_link ON device (tenant_id, link_hash);
CREATE INDEX device_by_station ON device (tenant_id, station_id, name);

-- Who answers for a device, from when to when.
CREATE TABLE shift (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    device_id ID NOT NULL,
    station_id ID NOT NULL,
    person_id ID NOT NULL,
    opened_at BIGINT NOT NULL,
    -- It is over then, also if nobody closes it.
    ends_at BIGINT NOT NULL,
    closed_at BIGINT,
    ending TEXT CHECK (ending IN ('closed', 'time_over', 'device_withdrawn')),
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, device_id) REFERENCES device (tenant_id, id),
    CHECK (ends_at > opened_at),
    CHECK (closed_at IS NULL OR (closed_at >= opened_at AND closed_at <= ends_at)),
    CHECK ((closed_at IS NULL) = (ending IS NULL))
) STRICT;

CREATE UNIQUE INDEX shift_open ON shift (tenant_id, device_id) WHERE closed_at IS NULL;
CREATE INDEX shift_by_station ON shift (tenant_id, station_id, opened_at);

-- Outside the journal: when a device was last seen.
CREATE TABLE device_seen (
    tenant_id ID NOT NULL,
    device_id ID NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, device_id)
) STRICT, WITHOUT ROWID;
