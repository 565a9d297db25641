-- What somebody is to be told of a deal, and from when it may be. The side is ''
-- for mediators, who have no person here. due_at is the instant that it is about:
-- the end of the deal, or since when it is overdue or disputed. Instants are UTC
-- milliseconds.
CREATE TABLE reminders_waiting (
    deal     TEXT    NOT NULL,
    side     TEXT    NOT NULL CHECK (side IN ('a', 'b', '')),
    kind     TEXT    NOT NULL CHECK (kind IN ('due', 'urgent', 'disputed', 'overdue')),
    due_at   INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    person   TEXT    NOT NULL,
    platform TEXT    NOT NULL,
    account  TEXT    NOT NULL,
    PRIMARY KEY (deal, side, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminders_waiting_at ON reminders_waiting (at);
CREATE INDEX reminders_waiting_person ON reminders_waiting (person, at);

-- What was told, or was due together with something more urgent, or not wanted.
-- It is kept for ever: nothing in here is ever told again.
CREATE TABLE reminders_sent (
    deal   TEXT    NOT NULL,
    side   TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    due_at INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    told   INTEGER NOT NULL CHECK (told IN (0, 1)),
    PRIMARY KEY (deal, side, kind, due_at)
) STRICT, WITHOUT ROWID;

-- Until when a party does not want to hear of a deal.
CREATE TABLE reminders_snoozes (
    deal  TEXT    NOT NULL,
    side  TEXT    NOT NULL CHECK (side IN ('a', 'b')),
    until INTEGER NOT NULL,
    PRIMARY KEY (deal, side)
) STRICT, WITHOUT ROWID;

-- Who had the digest of an ISO week, such as 2026-W47.
CREATE TABLE reminders_digests (
    week   TEXT    NOT NULL,
    person TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (week, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminders_digests_person ON reminders_digests (person);
