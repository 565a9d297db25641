-- Persons who were erased keep their id, which means nothing, for what others
-- rely on. Who they were cannot be told from these tables: a tombstone knows an
-- account by a keyed hash, for as long as what stands against the person counts.

ALTER TABLE accounts_persons ADD COLUMN erased_at INTEGER NOT NULL DEFAULT 0; -- 0 is never

CREATE TABLE accounts_secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL CHECK (length(value) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts_tombstones (
    hash       BLOB    PRIMARY KEY CHECK (length(hash) = 32),
    person     TEXT    NOT NULL REFERENCES accounts_persons (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX accounts_tombstones_expires ON accounts_tombstones (expires_at);
CREATE INDEX accounts_tombstones_person ON accounts_tombstones (person);

-- Whose account came back as a new person's, until that was passed on.
CREATE TABLE accounts_returns (
    person TEXT NOT NULL REFERENCES accounts_persons (id),
    erased TEXT NOT NULL REFERENCES accounts_persons (id),
    PRIMARY KEY (person, erased)
) STRICT, WITHOUT ROWID;

CREATE INDEX accounts_returns_erased ON accounts_returns (erased);

-- An account that goes takes its links along.
CREATE INDEX accounts_links_a ON accounts_links (a_user_id, a_platform);
CREATE INDEX accounts_links_b ON accounts_links (b_user_id, b_platform);

-- Counted tries name accounts too, and are of no use after hours.
CREATE INDEX accounts_counters_at ON accounts_counters (at);
