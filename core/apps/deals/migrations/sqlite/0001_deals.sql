-- Deals are never deleted, and a closed one never changes but for its version,
-- which counts the notes that may still be added. Instants are UTC milliseconds,
-- 0 for "not yet".

CREATE TABLE deals_deals (
    id           TEXT    NOT NULL PRIMARY KEY,
    handle       TEXT    NOT NULL UNIQUE CHECK (length(handle) = 8),
    community    TEXT    NOT NULL,
    network      TEXT    NOT NULL,
    type         TEXT    NOT NULL,
    minor        INTEGER NOT NULL CHECK (minor > 0),
    unit         TEXT    NOT NULL,
    scale        INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 8),
    rated        INTEGER NOT NULL CHECK (rated IN (0, 1)),
    points       INTEGER NOT NULL CHECK (points >= 0),
    whole        INTEGER NOT NULL CHECK (whole >= 0),
    due_date     TEXT    NOT NULL,
    zone         TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,
    status       TEXT    NOT NULL CHECK (status IN ('pending_confirmation', 'active', 'pending_completion',
                         'completed', 'disputed', 'overdue', 'defaulted', 'cancelled')),
    conf_a       INTEGER NOT NULL DEFAULT 0 CHECK (conf_a IN (0, 1)),
    conf_b       INTEGER NOT NULL DEFAULT 0 CHECK (conf_b IN (0, 1)),
    done_a       INTEGER NOT NULL DEFAULT 0 CHECK (done_a IN (0, 1)),
    done_b       INTEGER NOT NULL DEFAULT 0 CHECK (done_b IN (0, 1)),
    outcome_a    TEXT    NOT NULL DEFAULT '',
    outcome_b    TEXT    NOT NULL DEFAULT '',
    late         INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
    overdue_at   INTEGER NOT NULL DEFAULT 0,
    late_mark_at INTEGER NOT NULL DEFAULT 0,
    sweep_at     INTEGER NOT NULL, -- from when time alone changes it; 0 never
    version      INTEGER NOT NULL CHECK (version > 0),
    created_at   INTEGER NOT NULL,
    closed_at    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX deals_deals_sweep ON deals_deals (sweep_at) WHERE sweep_at > 0;

-- Who is in a deal. A party is an account; person follows it when people link
-- their accounts, also in deals that are long over. slot is NULL once the deal
-- is closed, 1 where the deal counts against the person's open cap, else 0.
-- seen_at is when the party was last shown the deal in an answer that was kept.
CREATE TABLE deals_parties (
    deal      TEXT    NOT NULL REFERENCES deals_deals (id),
    side      TEXT    NOT NULL CHECK (side IN ('a', 'b')),
    person    TEXT    NOT NULL,
    platform  TEXT    NOT NULL,
    account   TEXT    NOT NULL,
    community TEXT    NOT NULL,
    network   TEXT    NOT NULL,
    slot      INTEGER CHECK (slot IN (0, 1)),
    seen_at   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (deal, side)
) STRICT, WITHOUT ROWID;

-- Ids grow with time, so this is "a person's deals, newest first" as well.
CREATE INDEX deals_parties_person ON deals_parties (person, deal, network);
CREATE INDEX deals_parties_slot ON deals_parties (person, slot, community) WHERE slot IS NOT NULL;

-- Codes that show a deal to somebody: an invitation (person '') or a card that
-- only the counterparty may open (the person it was made for; who that is by now
-- the deal's party tells). Only the SHA-256 of a code is kept.
CREATE TABLE deals_codes (
    hash   BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    deal   TEXT NOT NULL REFERENCES deals_deals (id),
    person TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER deals_deals_no_delete BEFORE DELETE ON deals_deals
BEGIN SELECT RAISE(ABORT, 'deals are never deleted'); END;

CREATE TRIGGER deals_deals_no_replace BEFORE INSERT ON deals_deals
WHEN EXISTS (SELECT 1 FROM deals_deals WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'deals are never replaced'); END;

CREATE TRIGGER deals_deals_fixed BEFORE UPDATE OF id, handle, community, network, type, minor, unit, scale,
    rated, points, whole, zone, created_at ON deals_deals
BEGIN SELECT RAISE(ABORT, 'terms of a deal never change'); END;

CREATE TRIGGER deals_deals_closed BEFORE UPDATE OF due_date, due_at, status, conf_a, conf_b, done_a, done_b, outcome_a,
    outcome_b, late, overdue_at, late_mark_at, sweep_at, closed_at ON deals_deals
WHEN OLD.status IN ('completed', 'defaulted', 'cancelled')
BEGIN SELECT RAISE(ABORT, 'a closed deal never changes'); END;

CREATE TRIGGER deals_parties_no_delete BEFORE DELETE ON deals_parties
BEGIN SELECT RAISE(ABORT, 'parties are never deleted'); END;

CREATE TRIGGER deals_parties_fixed BEFORE UPDATE OF deal, side, platform, account, community, network ON deals_parties
BEGIN SELECT RAISE(ABORT, 'a party never becomes another account'); END;
