-- Answers of commands that came with an idempotency key; outside the journal, kept 90 days.
CREATE TABLE idempotency (
    tenant_id ID NOT NULL,
    actor_id ID NOT NULL,
    key TEXT NOT NULL,
    request_hash BYTES NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, actor_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_by_age ON idempotency (tenant_id, at);
