-- Deals are never deleted, and a closed one never changes but for its version,
-- which counts the notes that may still be added. Instants are UTC milliseconds,
-- 0 for "not yet". Texts compare by their bytes, as everywhere in Parley.

-- A dispute stops a deal: who opened it, when, and the status that a withdrawal
-- leads back to. pen_a and pen_b tell against whom a penalty for being overdue
-- stands, withdrawn_a and withdrawn_b how many disputes a party took back.
CREATE TABLE deals_deals (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    handle       TEXT COLLATE "C" NOT NULL UNIQUE CHECK (length(handle) = 8),
    community    TEXT COLLATE "C" NOT NULL,
    network      TEXT COLLATE "C" NOT NULL,
    type         TEXT COLLATE "C" NOT NULL,
    minor        BIGINT           NOT NULL CHECK (minor > 0),
    unit         TEXT COLLATE "C" NOT NULL,
    scale        BIGINT           NOT NULL CHECK (scale BETWEEN 0 AND 8),
    rated        BIGINT           NOT NULL CHECK (rated IN (0, 1)),
    points       BIGINT           NOT NULL CHECK (points >= 0),
    whole        BIGINT           NOT NULL CHECK (whole >= 0),
    due_date     TEXT COLLATE "C" NOT NULL,
    zone         TEXT COLLATE "C" NOT NULL,
    due_at       BIGINT           NOT NULL,
    status       TEXT COLLATE "C" NOT NULL CHECK (status IN ('pending_confirmation', 'active', 'pending_completion',
                                  'completed', 'disputed', 'overdue', 'defaulted', 'cancelled')),
    conf_a       BIGINT           NOT NULL DEFAULT 0 CHECK (conf_a IN (0, 1)),
    conf_b       BIGINT           NOT NULL DEFAULT 0 CHECK (conf_b IN (0, 1)),
    done_a       BIGINT           NOT NULL DEFAULT 0 CHECK (done_a IN (0, 1)),
    done_b       BIGINT           NOT NULL DEFAULT 0 CHECK (done_b IN (0, 1)),
    outcome_a    TEXT COLLATE "C" NOT NULL DEFAULT '',
    outcome_b    TEXT COLLATE "C" NOT NULL DEFAULT '',
    late         BIGINT           NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
    overdue_at   BIGINT           NOT NULL DEFAULT 0,
    late_mark_at BIGINT           NOT NULL DEFAULT 0,
    sweep_at     BIGINT           NOT NULL, -- from when time alone changes it; 0 never
    version      BIGINT           NOT NULL CHECK (version > 0),
    created_at   BIGINT           NOT NULL,
    closed_at    BIGINT           NOT NULL DEFAULT 0,
    dispute_by   TEXT COLLATE "C" NOT NULL DEFAULT '' CHECK (dispute_by IN ('', 'a', 'b')),
    dispute_at   BIGINT           NOT NULL DEFAULT 0,
    dispute_from TEXT COLLATE "C" NOT NULL DEFAULT '',
    pen_a        BIGINT           NOT NULL DEFAULT 0 CHECK (pen_a IN (0, 1)),
    pen_b        BIGINT           NOT NULL DEFAULT 0 CHECK (pen_b IN (0, 1)),
    withdrawn_a  BIGINT           NOT NULL DEFAULT 0,
    withdrawn_b  BIGINT           NOT NULL DEFAULT 0
);

CREATE INDEX deals_deals_sweep ON deals_deals (sweep_at, id) WHERE sweep_at > 0;

-- A community's deals, newest first, for its export.
CREATE INDEX deals_deals_community ON deals_deals (community, id);

-- Which units are in use, and with how many decimals: asked when an owner wants
-- to register one.
CREATE INDEX deals_deals_unit ON deals_deals (unit, scale);

-- Who is in a deal. A party is an account; person follows it when people link
-- their accounts, also in deals that are long over. slot is NULL once the deal
-- is closed, 1 where the deal counts against the person's open cap, else 0.
-- seen_at is when the party was last shown the deal in an answer that was kept.
-- disputed_at is when the party last disputed the deal, withdrawn or not: its
-- person may not dispute in the same community again for a while.
CREATE TABLE deals_parties (
    deal        TEXT COLLATE "C" NOT NULL REFERENCES deals_deals (id),
    side        TEXT COLLATE "C" NOT NULL CHECK (side IN ('a', 'b')),
    person      TEXT COLLATE "C" NOT NULL,
    platform    TEXT COLLATE "C" NOT NULL,
    account     TEXT COLLATE "C" NOT NULL,
    community   TEXT COLLATE "C" NOT NULL,
    network     TEXT COLLATE "C" NOT NULL,
    slot        BIGINT           CHECK (slot IN (0, 1)),
    seen_at     BIGINT           NOT NULL DEFAULT 0,
    disputed_at BIGINT           NOT NULL DEFAULT 0,
    PRIMARY KEY (deal, side)
);

-- Ids grow with time, so this is "a person's deals, newest first" as well.
CREATE INDEX deals_parties_person ON deals_parties (person, deal, network);
CREATE INDEX deals_parties_slot ON deals_parties (person, slot, community) WHERE slot IS NOT NULL;
CREATE INDEX deals_parties_disputed ON deals_parties (person, community, disputed_at) WHERE disputed_at > 0;

-- Codes that show a deal to somebody: an invitation (person '') or a card that
-- only the counterparty may open (the person it was made for; who that is by now
-- the deal's party tells). Only the SHA-256 of a code is kept.
CREATE TABLE deals_codes (
    hash   BYTEA            NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    deal   TEXT COLLATE "C" NOT NULL REFERENCES deals_deals (id),
    person TEXT COLLATE "C" NOT NULL
);

-- A trigger's argument is what it says when it refuses.
CREATE FUNCTION deals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END;
$$;

CREATE TRIGGER deals_deals_no_delete BEFORE DELETE ON deals_deals
FOR EACH ROW EXECUTE FUNCTION deals_refuse('deals are never deleted');

CREATE TRIGGER deals_deals_no_truncate BEFORE TRUNCATE ON deals_deals
FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse('deals are never deleted');

CREATE TRIGGER deals_deals_fixed BEFORE UPDATE OF id, handle, community, network, type, minor, unit, scale,
    rated, points, whole, zone, created_at ON deals_deals
FOR EACH ROW EXECUTE FUNCTION deals_refuse('terms of a deal never change');

CREATE TRIGGER deals_deals_closed BEFORE UPDATE OF due_date, due_at, status, conf_a, conf_b, done_a, done_b, outcome_a,
    outcome_b, late, overdue_at, late_mark_at, sweep_at, closed_at, dispute_by, dispute_at, dispute_from, pen_a, pen_b,
    withdrawn_a, withdrawn_b ON deals_deals
FOR EACH ROW WHEN (OLD.status IN ('completed', 'defaulted', 'cancelled'))
EXECUTE FUNCTION deals_refuse('a closed deal never changes');

CREATE TRIGGER deals_parties_no_delete BEFORE DELETE ON deals_parties
FOR EACH ROW EXECUTE FUNCTION deals_refuse('parties are never deleted');

CREATE TRIGGER deals_parties_no_truncate BEFORE TRUNCATE ON deals_parties
FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse('parties are never deleted');

-- When somebody is erased, their closed deals stay without their account:
-- platform and account become empty. Nothing else about a party may change, and
-- while a deal is open not even that.
CREATE TRIGGER deals_parties_fixed BEFORE UPDATE OF deal, side, platform, account, community, network ON deals_parties
FOR EACH ROW WHEN (NEW.deal <> OLD.deal OR NEW.side <> OLD.side OR NEW.community <> OLD.community
    OR NEW.network <> OLD.network OR NEW.platform <> '' OR NEW.account <> '' OR OLD.slot IS NOT NULL)
EXECUTE FUNCTION deals_refuse('a party never becomes another account');
