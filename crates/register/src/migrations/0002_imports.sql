CREATE TABLE import_run (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash BYTES NOT NULL,
    file_byte_count BIGINT NOT NULL,
    sheet TEXT,
    header TEXT NOT NULL,
    header_fingerprint TEXT NOT NULL,
    mapping TEXT,
    actor_id ID NOT NULL,
    rights TEXT NOT NULL,
    origin TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- Counts the steps of work: whoever takes the same step second changes nothing.
    step BIGINT NOT NULL,
    staged_count BIGINT NOT NULL,
    done_count BIGINT NOT NULL,
    last_row BIGINT NOT NULL,
    tallies TEXT NOT NULL,
    trouble TEXT,
    PRIMARY KEY (tenant_id, id)
) STRICT;
CREATE INDEX import_run_by_time ON import_run (tenant_id, created_at, id);
CREATE INDEX import_run_by_state ON import_run (tenant_id, state, created_at);

CREATE TABLE import_chunk (
    tenant_id ID NOT NULL,
    run_id ID NOT NULL,
    number BIGINT NOT NULL,
    bytes BYTES NOT NULL,
    PRIMARY KEY (tenant_id, run_id, number)
) STRICT;

CREATE TABLE import_row (
    tenant_id ID NOT NULL,
    run_id ID NOT NULL,
    row_number BIGINT NOT NULL,
    state TEXT NOT NULL,
    cells TEXT NOT NULL,
    fingerprint BYTES NOT NULL,
    occurrence BIGINT NOT NULL,
    row_key TEXT,
    expected TEXT,
    problems TEXT,
    PRIMARY KEY (tenant_id, run_id, row_number)
) STRICT;
CREATE INDEX import_row_by_state ON import_row (tenant_id, run_id, state, row_number);
CREATE INDEX import_row_by_key ON import_row (tenant_id, run_id, row_key);

CREATE TABLE import_mapping (
    tenant_id ID NOT NULL,
    kind TEXT NOT NULL,
    header_fingerprint TEXT NOT NULL,
    mapping TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind, header_fingerprint)
) STRICT;

CREATE TABLE import_applied (
    tenant_id ID NOT NULL,
    kind TEXT NOT NULL,
    fingerprint BYTES NOT NULL,
    occurrence BIGINT NOT NULL,
    run_id ID NOT NULL,
    PRIMARY KEY (tenant_id, kind, fingerprint, occurrence)
) STRICT, WITHOUT ROWID;
