-- The picture on the letterhead of an agency, or of the whole city (then the id is the tenant's).
CREATE TABLE letterhead_logo (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    -- SHA-256 of the file; nothing where the logo was taken away.
    hash BYTES,
    -- What it shows, for those who do not see it.
    alt TEXT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id)
) STRICT;
