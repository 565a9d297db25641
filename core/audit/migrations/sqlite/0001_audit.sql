-- The log has one name, given when it is opened.
CREATE TABLE audit_log (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    origin    TEXT    NOT NULL CHECK (origin <> ''),
    opened_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit_events (
    seq       INTEGER PRIMARY KEY CHECK (seq >= 0),
    at        INTEGER NOT NULL,
    type      TEXT    NOT NULL CHECK (type <> ''),
    deal      TEXT    NOT NULL,
    deal_seq  INTEGER NOT NULL CHECK ((deal = '') = (deal_seq = 0)),
    leaf_hash BLOB    NOT NULL CHECK (length(leaf_hash) = 32),
    payload   BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX audit_events_deal ON audit_events (deal, deal_seq) WHERE deal <> '';

-- Words of people, apart from the events: erasure removes them from here.
CREATE TABLE audit_texts (
    seq    INTEGER NOT NULL REFERENCES audit_events (seq),
    n      INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    salt   BLOB    NOT NULL CHECK (length(salt) = 16),
    text   TEXT    NOT NULL,
    author TEXT    NOT NULL,
    PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_texts_author ON audit_texts (author);

CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events may not be changed');
END;

CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events may not be deleted');
END;

-- INSERT OR REPLACE deletes without a DELETE trigger where recursive triggers
-- are off; this refuses it, and every gap, before it happens.
CREATE TRIGGER audit_events_append_only BEFORE INSERT ON audit_events
WHEN NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM audit_events)
  OR EXISTS (SELECT 1 FROM audit_events WHERE deal = NEW.deal AND deal <> '' AND deal_seq = NEW.deal_seq)
BEGIN
    SELECT RAISE(ABORT, 'audit_events may only be appended to');
END;

CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the log keeps its name');
END;

CREATE TRIGGER audit_log_once BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log)
BEGIN
    SELECT RAISE(ABORT, 'the log keeps its name');
END;
