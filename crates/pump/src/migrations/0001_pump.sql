-- The city asks for the driver's PIN, and a photo was compared instead: why.
CREATE TABLE driver_check_exception (
    tenant_id ID NOT NULL,
    hold_id ID NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (reason IN ('forgotten', 'locked', 'not_set')),
    PRIMARY KEY (tenant_id, hold_id)
) STRICT, WITHOUT ROWID;
