CREATE TABLE agency (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    address TEXT,
    contact TEXT,
    head_title TEXT,
    is_active BOOL NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
) STRICT;
CREATE INDEX agency_by_name ON agency (tenant_id, name, id);

-- Who signs for the agency on letters: a person's name stands apart, so that it can be erased.
CREATE TABLE agency_head (
    tenant_id ID NOT NULL,
    agency_id ID NOT NULL,
    name TEXT,
    nip TEXT,
    privacy_salt BYTES,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, agency_id),
    FOREIGN KEY (tenant_id, agency_id) REFERENCES agency (tenant_id, id)
) STRICT;

CREATE TABLE unit (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    agency_id ID NOT NULL,
    name TEXT NOT NULL,
    work_pattern TEXT NOT NULL,
    place_code TEXT,
    is_active BOOL NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, agency_id, name),
    FOREIGN KEY (tenant_id, agency_id) REFERENCES agency (tenant_id, id)
) STRICT;
CREATE INDEX unit_by_name ON unit (tenant_id, name, id);

CREATE TABLE post (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    agency_id ID NOT NULL,
    unit_id ID,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_active BOOL NOT NULL,
    -- Raised with each change of its holders, which lets such changes wait for each other.
    holders_changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, agency_id, name),
    FOREIGN KEY (tenant_id, agency_id) REFERENCES agency (tenant_id, id),
    FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id)
) STRICT;
CREATE INDEX post_by_name ON post (tenant_id, name, id);

CREATE TABLE post_holder (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    post_id ID NOT NULL,
    person_id ID NOT NULL,
    capacity TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    decree_number TEXT,
    decree_on TEXT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, post_id) REFERENCES post (tenant_id, id),
    CHECK (until_on IS NULL OR until_on >= from_on)
) STRICT;
CREATE INDEX post_holder_by_post ON post_holder (tenant_id, post_id, from_on);
CREATE INDEX post_holder_by_person ON post_holder (tenant_id, person_id, from_on);

CREATE TABLE place (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    level TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    parent_code TEXT,
    postal_code TEXT,
    is_active BOOL NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, code)
) STRICT;

-- Coordinates of the box are degrees times 10,000,000.
CREATE TABLE place_boundary (
    tenant_id ID NOT NULL,
    place_id ID NOT NULL,
    geometry TEXT NOT NULL,
    area_square_metres BIGINT NOT NULL,
    west BIGINT NOT NULL,
    south BIGINT NOT NULL,
    east BIGINT NOT NULL,
    north BIGINT NOT NULL,
    source TEXT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, place_id),
    FOREIGN KEY (tenant_id, place_id) REFERENCES place (tenant_id, id)
) STRICT;

CREATE TABLE calendar_day (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    day_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, day_on)
) STRICT;

CREATE TABLE city_settings (
    tenant_id ID NOT NULL PRIMARY KEY,
    city_name TEXT,
    government_name TEXT,
    city_code TEXT,
    province_name TEXT,
    zone TEXT,
    driver_check TEXT,
    photo_policy TEXT,
    photo_sample_percent BIGINT,
    year_end_cutoff TEXT,
    voucher_valid_days BIGINT,
    help_contact TEXT,
    revision BIGINT NOT NULL DEFAULT 0
) STRICT;

-- Marks what came with the samples, to be deleted in one step.
CREATE TABLE sample_record (
    tenant_id ID NOT NULL,
    kind TEXT NOT NULL,
    record_id ID NOT NULL,
    marked_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, kind, record_id)
) STRICT;
