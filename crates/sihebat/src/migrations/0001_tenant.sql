-- The cities this installation serves. Name and zone in daily use are the register's settings;
-- these are what the city began with.
CREATE TABLE tenant (
    tenant_id ID NOT NULL,
    short_code TEXT NOT NULL,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    simulated BOOL NOT NULL,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id),
    UNIQUE (short_code)
) STRICT;

-- Host names of a city, needed where several cities share an installation.
CREATE TABLE tenant_host (
    tenant_id ID NOT NULL,
    host TEXT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, host),
    FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id)
) STRICT;
