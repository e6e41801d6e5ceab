-- Who keeps the day's checkpoint outside of the house: an office and its address.
CREATE TABLE witness_address (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    office TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, email)
) STRICT;

-- One letter for each address and day, outside the journal: sent, or waiting for its next try.
CREATE TABLE witness_letter (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    day TEXT NOT NULL,
    email TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    sent_at BIGINT,
    problem TEXT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, email, day)
) STRICT;

CREATE INDEX witness_letter_by_turn ON witness_letter (tenant_id, sent_at, next_try_at);
