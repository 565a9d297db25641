-- Instants are UTC milliseconds; 0 means none.
CREATE TABLE jobs (
    seq         INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    due_at      INTEGER NOT NULL, -- the planned time
    last_due    INTEGER NOT NULL DEFAULT 0, -- recurring: the planned time before
    run_at      INTEGER NOT NULL, -- when to run next: due_at, or later after a failure
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'fetching', 'done', 'dead')),
    payload     BLOB,
    claim       INTEGER NOT NULL DEFAULT 0, -- number of the latest claim, and its fence
    tries       INTEGER NOT NULL DEFAULT 0, -- failures of this planned run
    lease_until INTEGER NOT NULL DEFAULT 0,
    ended_at    INTEGER NOT NULL DEFAULT 0,
    failure     TEXT    NOT NULL DEFAULT '',
    UNIQUE (kind, subject, due_at)
) STRICT;

CREATE INDEX jobs_waiting ON jobs (run_at) WHERE state = 'waiting';
CREATE INDEX jobs_fetching ON jobs (lease_until) WHERE state = 'fetching';
CREATE INDEX jobs_ended ON jobs (ended_at) WHERE state IN ('done', 'dead');
