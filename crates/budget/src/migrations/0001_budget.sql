-- A line of an agency's budget for one year: activity, account and source of funds.
CREATE TABLE budget_line (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    agency_id ID NOT NULL,
    year BIGINT NOT NULL,
    activity_code TEXT NOT NULL,
    activity_name TEXT NOT NULL,
    account_code TEXT NOT NULL,
    account_name TEXT NOT NULL,
    fund_source TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Raised with each change of its ceilings, which lets such changes wait for each other.
    ceilings_changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (fund_source IN ('apbd', 'blud', 'btt', 'dak')),
    CHECK (state IN ('open', 'closed')),
    CHECK (year >= 2000 AND year <= 2199),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, agency_id, year, activity_code, account_code, fund_source)
) STRICT;
CREATE INDEX budget_line_by_year ON budget_line (tenant_id, year, activity_code, id);
CREATE INDEX budget_line_by_agency ON budget_line (tenant_id, agency_id, year, activity_code, id);

-- By how much a document changed the ceiling of one month; the sum is what the ledger allocates.
-- Rows are only ever added; those of one change share its id.
CREATE TABLE budget_allocation (
    tenant_id ID NOT NULL,
    line_id ID NOT NULL,
    change_id ID NOT NULL,
    month TEXT NOT NULL,
    delta BIGINT NOT NULL,
    document_kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    document_on TEXT NOT NULL,
    reason TEXT,
    allocated_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0,
    CHECK (document_kind IN ('dpa', 'provisional', 'pergeseran', 'dppa', 'correction')),
    CHECK (delta <> 0),
    PRIMARY KEY (tenant_id, line_id, change_id, month),
    FOREIGN KEY (tenant_id, line_id) REFERENCES budget_line (tenant_id, id)
) STRICT;
CREATE INDEX budget_allocation_by_time
    ON budget_allocation (tenant_id, line_id, allocated_at, change_id);

-- Why a month promises nothing new, and why it does again.
CREATE TABLE budget_freeze (
    tenant_id ID NOT NULL,
    id ID NOT NULL,
    line_id ID NOT NULL,
    month TEXT NOT NULL,
    reason TEXT NOT NULL,
    frozen_at BIGINT NOT NULL,
    lifted_at BIGINT,
    lift_reason TEXT,
    revision BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, line_id) REFERENCES budget_line (tenant_id, id)
) STRICT;
CREATE UNIQUE INDEX budget_freeze_in_force
    ON budget_freeze (tenant_id, line_id, month) WHERE lifted_at IS NULL;
