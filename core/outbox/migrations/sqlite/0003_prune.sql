-- Keys of notifications that have been pruned: a key holds for ever.
CREATE TABLE outbox_once (
    once TEXT PRIMARY KEY,
    id   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at > 0;
