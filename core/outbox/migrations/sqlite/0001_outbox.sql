-- Instants are UTC milliseconds; 0 means none. References are "platform:id".
CREATE TABLE outbox (
    seq         INTEGER PRIMARY KEY, -- the order of queueing
    id          TEXT    NOT NULL,    -- Delivery.ID, the same for every attempt
    once        TEXT    UNIQUE,
    queue       TEXT    NOT NULL,    -- "person:<id>" or "place:<reference>"
    state       TEXT    NOT NULL CHECK (state IN (
        'later', 'behind', 'ready', 'sending',
        'sent', 'unknown', 'unreachable', 'gone', 'forbidden', 'expired', 'dead')),
    due_at      INTEGER NOT NULL,
    priority    INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 9),
    platform    TEXT    NOT NULL DEFAULT '', -- where it was last routed; '' not yet
    queued_at   INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL DEFAULT 0,

    person      TEXT    NOT NULL,
    prefer      TEXT    NOT NULL,
    place       TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    sender      TEXT    NOT NULL,
    repeatable  INTEGER NOT NULL,
    message     BLOB,                -- JSON; forgotten at the end, but of dead letters
    undelivered BLOB,                -- JSON; what the sender is told

    attempt     INTEGER NOT NULL DEFAULT 0,  -- number of the latest claim, and its fence
    tries       INTEGER NOT NULL DEFAULT 0,  -- attempts that count against the limit
    unreached   INTEGER NOT NULL DEFAULT 0,  -- identities found unreachable
    moves       INTEGER NOT NULL DEFAULT 0,
    unsure_at   INTEGER NOT NULL DEFAULT 0,  -- start of the first attempt of unknown outcome
    target      TEXT    NOT NULL DEFAULT '', -- of the latest attempt
    claimer     TEXT    NOT NULL DEFAULT '', -- the process incarnation that claimed it
    claimed_at  INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    sent_place  TEXT    NOT NULL DEFAULT '',
    sent_id     TEXT    NOT NULL DEFAULT ''
) STRICT;

-- One head to a queue: the order per person and place rests on this index.
CREATE UNIQUE INDEX outbox_head ON outbox (queue) WHERE state IN ('ready', 'sending');
CREATE INDEX outbox_behind ON outbox (queue, seq) WHERE state IN ('later', 'behind');
CREATE INDEX outbox_ready ON outbox (platform, priority, due_at) WHERE state = 'ready';
CREATE INDEX outbox_later ON outbox (due_at) WHERE state = 'later';
CREATE INDEX outbox_sending ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_subject ON outbox (subject) WHERE subject <> '';

-- How every attempt ended.
CREATE TABLE outbox_attempts (
    seq        INTEGER NOT NULL REFERENCES outbox (seq),
    attempt    INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL,
    target     TEXT    NOT NULL,
    outcome    TEXT    NOT NULL, -- "sent" or a class of failed sends
    detail     TEXT    NOT NULL,
    PRIMARY KEY (seq, attempt)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_attempts_sent ON outbox_attempts (target) WHERE outcome = 'sent';

-- Places that take no more messages.
CREATE TABLE outbox_disabled (
    place TEXT    PRIMARY KEY,
    why   TEXT    NOT NULL CHECK (why IN ('gone', 'forbidden')),
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
