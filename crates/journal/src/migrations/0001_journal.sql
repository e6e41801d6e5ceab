CREATE TABLE journal_entry (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    at BIGINT NOT NULL,
    actor_id ID NOT NULL,
    action TEXT NOT NULL,
    subject_id ID NOT NULL,
    bytes BYTES NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_entry_by_subject ON journal_entry (tenant_id, subject_id, at);

CREATE TABLE journal_pending (
    tenant_id ID NOT NULL,
    entry_id ID NOT NULL,
    PRIMARY KEY (tenant_id, entry_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_leaf (
    tenant_id ID NOT NULL,
    leaf_index BIGINT NOT NULL,
    entry_id ID NOT NULL,
    leaf_hash BYTES NOT NULL,
    PRIMARY KEY (tenant_id, leaf_index),
    UNIQUE (tenant_id, entry_id)
) STRICT, WITHOUT ROWID;

-- size and frontier of each tenant's log: the roots of its perfect subtrees, largest first
CREATE TABLE journal_head (
    tenant_id ID NOT NULL,
    size BIGINT NOT NULL,
    frontier BYTES NOT NULL,
    PRIMARY KEY (tenant_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_checkpoint (
    tenant_id ID NOT NULL,
    size BIGINT NOT NULL,
    at BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (tenant_id, size)
) STRICT, WITHOUT ROWID;
