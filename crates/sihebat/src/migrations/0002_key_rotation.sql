-- Keys that came after others: from when, why, and for checkpoint keys the note in which the old key
-- names the new one. Secrets stay in the file of keys.
CREATE TABLE key_rotation (
    tenant_id ID NOT NULL,
    key_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    used_from_at BIGINT NOT NULL,
    withdraws BOOL NOT NULL,
    note TEXT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, key_id),
    FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id)
) STRICT;
