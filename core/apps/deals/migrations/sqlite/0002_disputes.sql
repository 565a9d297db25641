-- A dispute stops a deal: who opened it, when, and the status that a withdrawal
-- leads back to. pen_a and pen_b tell against whom a penalty for being overdue
-- stands, withdrawn_a and withdrawn_b how many disputes a party took back.

ALTER TABLE deals_deals ADD COLUMN dispute_by TEXT NOT NULL DEFAULT '' CHECK (dispute_by IN ('', 'a', 'b'));
ALTER TABLE deals_deals ADD COLUMN dispute_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deals_deals ADD COLUMN dispute_from TEXT NOT NULL DEFAULT '';
ALTER TABLE deals_deals ADD COLUMN pen_a INTEGER NOT NULL DEFAULT 0 CHECK (pen_a IN (0, 1));
ALTER TABLE deals_deals ADD COLUMN pen_b INTEGER NOT NULL DEFAULT 0 CHECK (pen_b IN (0, 1));
ALTER TABLE deals_deals ADD COLUMN withdrawn_a INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deals_deals ADD COLUMN withdrawn_b INTEGER NOT NULL DEFAULT 0;

-- Deals that are late already: whoever has not marked is penalised.
UPDATE deals_deals SET pen_a = 1 - done_a, pen_b = 1 - done_b
WHERE late = 1 AND status IN ('overdue', 'pending_completion');

DROP TRIGGER deals_deals_closed;
CREATE TRIGGER deals_deals_closed BEFORE UPDATE OF due_date, due_at, status, conf_a, conf_b, done_a, done_b, outcome_a,
    outcome_b, late, overdue_at, late_mark_at, sweep_at, closed_at, dispute_by, dispute_at, dispute_from, pen_a, pen_b,
    withdrawn_a, withdrawn_b ON deals_deals
WHEN OLD.status IN ('completed', 'defaulted', 'cancelled')
BEGIN SELECT RAISE(ABORT, 'a closed deal never changes'); END;

-- When the party last disputed the deal, withdrawn or not: its person may not
-- dispute in the same community again for a while.
ALTER TABLE deals_parties ADD COLUMN disputed_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deals_parties_disputed ON deals_parties (person, community, disputed_at) WHERE disputed_at > 0;
