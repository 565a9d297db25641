CREATE TABLE accounts_persons (
    id          TEXT    PRIMARY KEY,
    locale      TEXT    NOT NULL DEFAULT '',
    zone        TEXT    NOT NULL DEFAULT '',
    blocked     INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
    reminders   INTEGER NOT NULL DEFAULT 1 CHECK (reminders IN (0, 1)),
    digest      INTEGER NOT NULL DEFAULT 1 CHECK (digest IN (0, 1)),
    digest_hour INTEGER NOT NULL DEFAULT 0 CHECK (digest_hour BETWEEN 0 AND 23),
    created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys begin with the column that tells most: nearly everybody shares a platform
-- with everybody, and a planner without statistics takes any beginning of a key.
CREATE TABLE accounts_identities (
    platform   TEXT    NOT NULL CHECK (platform <> ''),
    user_id    TEXT    NOT NULL CHECK (user_id <> ''),
    person_id  TEXT    NOT NULL REFERENCES accounts_persons (id),
    name       TEXT    NOT NULL,
    handle     TEXT    NOT NULL,
    handle_key TEXT    NOT NULL,
    locale     TEXT    NOT NULL,
    bot        INTEGER NOT NULL CHECK (bot IN (0, 1)),
    reach      TEXT    NOT NULL CHECK (reach IN ('unknown', 'yes', 'no')),
    seen       INTEGER NOT NULL CHECK (seen IN (0, 1)),
    first_seen INTEGER NOT NULL,
    linked_at  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, platform)
) STRICT, WITHOUT ROWID;

CREATE INDEX accounts_identities_person ON accounts_identities (person_id);
CREATE INDEX accounts_identities_handle ON accounts_identities (handle_key, platform) WHERE handle_key <> '';

CREATE TABLE accounts_blocks (
    from_person TEXT    NOT NULL REFERENCES accounts_persons (id),
    to_person   TEXT    NOT NULL REFERENCES accounts_persons (id),
    at          INTEGER NOT NULL,
    PRIMARY KEY (from_person, to_person)
) STRICT, WITHOUT ROWID;

CREATE INDEX accounts_blocks_to ON accounts_blocks (to_person);

-- One code for each identity; a new one takes the place of the one before.
CREATE TABLE accounts_codes (
    platform   TEXT    NOT NULL,
    user_id    TEXT    NOT NULL,
    hash       BLOB    NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, platform),
    FOREIGN KEY (platform, user_id) REFERENCES accounts_identities (platform, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts_links (
    id          TEXT    PRIMARY KEY,
    a_platform  TEXT    NOT NULL,
    a_user_id   TEXT    NOT NULL,
    b_platform  TEXT    NOT NULL,
    b_user_id   TEXT    NOT NULL,
    a_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (a_confirmed IN (0, 1)),
    b_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (b_confirmed IN (0, 1)),
    state       TEXT    NOT NULL CHECK (state IN ('asked', 'merged', 'declined', 'undone')),
    asked_at    INTEGER NOT NULL,
    merged_at   INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (a_platform, a_user_id) REFERENCES accounts_identities (platform, user_id),
    FOREIGN KEY (b_platform, b_user_id) REFERENCES accounts_identities (platform, user_id)
) STRICT, WITHOUT ROWID;

-- Which identities a link moved, so that it can be undone exactly.
CREATE TABLE accounts_moves (
    link_id     TEXT    NOT NULL REFERENCES accounts_links (id),
    platform    TEXT    NOT NULL,
    user_id     TEXT    NOT NULL,
    from_person TEXT    NOT NULL,
    to_person   TEXT    NOT NULL,
    linked_at   INTEGER NOT NULL, -- of the identity, before
    PRIMARY KEY (link_id, user_id, platform)
) STRICT, WITHOUT ROWID;

CREATE INDEX accounts_moves_account ON accounts_moves (user_id, platform);
CREATE INDEX accounts_moves_from ON accounts_moves (from_person);

CREATE TABLE accounts_counters (
    id  INTEGER PRIMARY KEY,
    key TEXT    NOT NULL,
    at  INTEGER NOT NULL
) STRICT;

CREATE INDEX accounts_counters_key ON accounts_counters (key, at);
