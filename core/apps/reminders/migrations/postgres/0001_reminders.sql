-- What somebody is to be told of a deal, and from when it may be. The side is ''
-- for mediators, who have no person here. due_at is the instant that it is about:
-- the end of the deal, or since when it is overdue or disputed. Instants are UTC
-- milliseconds.
CREATE TABLE reminders_waiting (
    deal     TEXT COLLATE "C" NOT NULL,
    side     TEXT COLLATE "C" NOT NULL CHECK (side IN ('a', 'b', '')),
    kind     TEXT COLLATE "C" NOT NULL CHECK (kind IN ('due', 'urgent', 'disputed', 'overdue')),
    due_at   BIGINT           NOT NULL,
    at       BIGINT           NOT NULL,
    person   TEXT COLLATE "C" NOT NULL,
    platform TEXT COLLATE "C" NOT NULL,
    account  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (deal, side, kind)
);

CREATE INDEX reminders_waiting_at ON reminders_waiting (at);
CREATE INDEX reminders_waiting_person ON reminders_waiting (person, at);

-- What was told, or was due together with something more urgent, or not wanted.
-- It is kept for ever: nothing in here is ever told again.
CREATE TABLE reminders_sent (
    deal   TEXT COLLATE "C" NOT NULL,
    side   TEXT COLLATE "C" NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    due_at BIGINT           NOT NULL,
    at     BIGINT           NOT NULL,
    told   BIGINT           NOT NULL CHECK (told IN (0, 1)),
    PRIMARY KEY (deal, side, kind, due_at)
);

-- Until when a party does not want to hear of a deal.
CREATE TABLE reminders_snoozes (
    deal  TEXT COLLATE "C" NOT NULL,
    side  TEXT COLLATE "C" NOT NULL CHECK (side IN ('a', 'b')),
    until BIGINT           NOT NULL,
    PRIMARY KEY (deal, side)
);

-- Who had the digest of an ISO week, such as 2026-W47.
CREATE TABLE reminders_digests (
    week   TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    at     BIGINT           NOT NULL,
    PRIMARY KEY (week, person)
);

CREATE INDEX reminders_digests_person ON reminders_digests (person);
