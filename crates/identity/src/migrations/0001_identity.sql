-- A person known to the city: official, driver, attendant, station owner. Personal data.
CREATE TABLE person (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    nip TEXT,
    email TEXT,
    phone TEXT,
    photo_hash BYTES,
    closed_at BIGINT,
    created_at BIGINT NOT NULL,
    privacy_salt BYTES,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE UNIQUE INDEX person_by_nip ON person (tenant_id, nip);
CREATE UNIQUE INDEX person_by_email ON person (tenant_id, email);
CREATE INDEX person_by_name ON person (tenant_id, name_key, id);

-- How a person signs in. Salted, so that the journal shows no hash to guess against.
CREATE TABLE account (
    tenant_id ID NOT NULL,
    person_id ID NOT NULL,
    password_hash TEXT,
    must_change BOOL NOT NULL,
    totp_secret BYTES,
    locale TEXT,
    created_at BIGINT NOT NULL,
    privacy_salt BYTES,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) STRICT;

-- One-time codes for who lost the device of the second factor, as digests.
CREATE TABLE recovery_code (
    tenant_id ID NOT NULL,
    code_hash BYTES NOT NULL,
    person_id ID NOT NULL,
    used_at BIGINT,
    privacy_salt BYTES,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, code_hash),
    FOREIGN KEY (tenant_id, person_id) REFERENCES account (tenant_id, person_id)
) STRICT;

CREATE INDEX recovery_code_by_person ON recovery_code (tenant_id, person_id);

-- A role within a scope over time, perhaps as deputy of a post.
CREATE TABLE role_grant (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    person_id ID NOT NULL,
    role TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('tenant', 'agency', 'unit', 'station', 'own')),
    scope_id ID,
    valid_from_at BIGINT NOT NULL,
    valid_until_at BIGINT,
    acting_for ID,
    decree TEXT,
    withdrawn_at BIGINT,
    created_at BIGINT NOT NULL,
    created_by ID NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    CHECK (valid_until_at IS NULL OR valid_until_at > valid_from_at)
) STRICT;

CREATE INDEX role_grant_by_person ON role_grant (tenant_id, person_id, valid_from_at);
CREATE INDEX role_grant_by_role ON role_grant (tenant_id, role, person_id);

-- PIN of a driver (4 digits) or attendant (6 digits).
CREATE TABLE pin (
    tenant_id ID NOT NULL,
    person_id ID NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('driver', 'attendant')),
    pin_hash TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    privacy_salt BYTES,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, person_id, kind),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) STRICT;

-- One-time link to set a password.
CREATE TABLE reset_link (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    person_id ID NOT NULL,
    token_hash BYTES NOT NULL,
    created_at BIGINT NOT NULL,
    created_by ID NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES account (tenant_id, person_id)
) STRICT;

CREATE UNIQUE INDEX reset_link_by_token ON reset_link (tenant_id, token_hash);
CREATE INDEX reset_link_by_person ON reset_link (tenant_id, person_id);

-- Another program that speaks to the API.
CREATE TABLE integration (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    role TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('tenant', 'agency', 'unit', 'station')),
    scope_id ID,
    closed_at BIGINT,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id)
) STRICT;

CREATE INDEX integration_by_name ON integration (tenant_id, name, id);

CREATE TABLE api_token (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    integration_id ID NOT NULL,
    token_hash BYTES NOT NULL,
    hint TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by ID NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, integration_id) REFERENCES integration (tenant_id, id)
) STRICT;

CREATE UNIQUE INDEX api_token_by_hash ON api_token (tenant_id, token_hash);
CREATE INDEX api_token_by_integration ON api_token (tenant_id, integration_id);

-- Outside the journal: who is signed in where.
CREATE TABLE login_session (
    tenant_id ID NOT NULL,
    token_hash BYTES NOT NULL,
    id ID NOT NULL,
    person_id ID NOT NULL,
    csrf_secret BYTES NOT NULL,
    device TEXT NOT NULL,
    origin TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, token_hash)
) STRICT;

CREATE UNIQUE INDEX login_session_by_id ON login_session (tenant_id, id);
CREATE INDEX login_session_by_person ON login_session (tenant_id, person_id, seen_at);
CREATE INDEX login_session_by_age ON login_session (tenant_id, expires_at);

-- Outside the journal: failed tries of passwords, second factors and PINs, by digest of what was tried.
CREATE TABLE guess_lock (
    tenant_id ID NOT NULL,
    subject BYTES NOT NULL,
    failed_count BIGINT NOT NULL,
    tried_at BIGINT NOT NULL,
    locked_until_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX guess_lock_by_age ON guess_lock (tenant_id, tried_at);

-- Outside the journal: the last step of each second factor, so that a code works once; last use of tokens.
CREATE TABLE second_factor_use (
    tenant_id ID NOT NULL,
    person_id ID NOT NULL,
    last_step BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_token_use (
    tenant_id ID NOT NULL,
    token_id ID NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, token_id)
) STRICT, WITHOUT ROWID;
