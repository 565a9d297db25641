-- The nodes of the RFC 6962 tree over the events' leaf hashes, in the order in
-- which they become final. Those of events logged before this table existed are
-- added by the program at its next start.
CREATE TABLE audit_hashes (
    id   INTEGER PRIMARY KEY CHECK (id >= 0),
    hash BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Signed heads of the tree, each kept for ever.
CREATE TABLE audit_checkpoints (
    size INTEGER PRIMARY KEY CHECK (size > 0),
    at   INTEGER NOT NULL,
    note BLOB    NOT NULL
) STRICT;

-- Where the log says which key speaks for it, and under which name.
CREATE INDEX audit_events_keys ON audit_events (seq)
WHERE type IN ('log.opened', 'log.restored', 'log.key_rotated');

CREATE TRIGGER audit_hashes_no_update BEFORE UPDATE ON audit_hashes
BEGIN
    SELECT RAISE(ABORT, 'audit_hashes may not be changed');
END;

CREATE TRIGGER audit_hashes_no_delete BEFORE DELETE ON audit_hashes
BEGIN
    SELECT RAISE(ABORT, 'audit_hashes may not be deleted');
END;

CREATE TRIGGER audit_hashes_append_only BEFORE INSERT ON audit_hashes
WHEN NEW.id <> (SELECT coalesce(max(id) + 1, 0) FROM audit_hashes)
BEGIN
    SELECT RAISE(ABORT, 'audit_hashes may only be appended to');
END;

CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints
BEGIN
    SELECT RAISE(ABORT, 'audit_checkpoints may not be changed');
END;

CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
BEGIN
    SELECT RAISE(ABORT, 'audit_checkpoints may not be deleted');
END;

CREATE TRIGGER audit_checkpoints_append_only BEFORE INSERT ON audit_checkpoints
WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM audit_checkpoints)
  OR NEW.size > (SELECT coalesce(max(seq) + 1, 0) FROM audit_events)
BEGIN
    SELECT RAISE(ABORT, 'audit_checkpoints may only be appended to');
END;
