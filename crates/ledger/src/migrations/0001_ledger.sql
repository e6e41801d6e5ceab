-- What may be used, what is promised, what is used: one row per owner and period.
-- Amounts are whole rupiah or millilitres, as `unit` says; an account never mixes them.
CREATE TABLE ledger_account (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    owner_id ID NOT NULL,
    period TEXT NOT NULL,
    unit TEXT NOT NULL,
    allocated BIGINT NOT NULL,
    pending BIGINT NOT NULL,
    posted BIGINT NOT NULL,
    overdrawn BIGINT NOT NULL,
    frozen BOOL NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (unit IN ('rupiah', 'millilitres')),
    CHECK (allocated >= 0 AND pending >= 0 AND overdrawn >= 0),
    CHECK (pending + posted <= allocated + overdrawn),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, owner_id, period, unit)
) STRICT, WITHOUT ROWID;

-- One movement in two phases: pending, then posted, voided or expired; or posted at once.
CREATE TABLE ledger_transfer (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    account_id ID NOT NULL,
    reference_id ID NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    pending BIGINT NOT NULL,
    posted BIGINT NOT NULL,
    reverses_id ID,
    at BIGINT NOT NULL,
    settled_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (kind IN ('reservation', 'fact', 'reversal')),
    CHECK (state IN ('pending', 'posted', 'voided', 'expired')),
    CHECK (pending >= 0),
    CHECK (state = 'pending' OR pending = 0),
    CHECK (posted = 0 OR state = 'posted'),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES ledger_account (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_transfer_by_account ON ledger_transfer (tenant_id, account_id, at);
CREATE INDEX ledger_transfer_by_reference ON ledger_transfer (tenant_id, reference_id);
