-- What every peer commits for one deal: the deal, its two parties, an audit row
-- and an outbox row. The parts of Parley's own tables that a peer has no use for
-- are left out, in the peers' favour.
CREATE TABLE IF NOT EXISTS deals (
    id         TEXT    NOT NULL PRIMARY KEY,
    handle     TEXT    NOT NULL UNIQUE,
    network    TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    minor      INTEGER NOT NULL CHECK (minor > 0),
    unit       TEXT    NOT NULL,
    due_at     INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parties (
    deal    TEXT NOT NULL REFERENCES deals (id),
    side    TEXT NOT NULL CHECK (side IN ('a', 'b')),
    account TEXT NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (deal, side)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS parties_account ON parties (account, deal);
CREATE TABLE IF NOT EXISTS audit (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    deal    TEXT    NOT NULL,
    actor   TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    payload TEXT    NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS outbox (
    id         INTEGER PRIMARY KEY,
    account    TEXT    NOT NULL,
    once       TEXT    NOT NULL UNIQUE,
    body       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
