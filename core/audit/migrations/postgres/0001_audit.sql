-- The log has one name, given when it is opened.
CREATE TABLE audit_log (
    id        bigint PRIMARY KEY CHECK (id = 1),
    origin    text COLLATE "C" NOT NULL CHECK (origin <> ''),
    opened_at bigint NOT NULL
);

CREATE TABLE audit_events (
    seq       bigint PRIMARY KEY CHECK (seq >= 0),
    at        bigint NOT NULL,
    type      text COLLATE "C" NOT NULL CHECK (type <> ''),
    deal      text COLLATE "C" NOT NULL,
    deal_seq  bigint NOT NULL CHECK ((deal = '') = (deal_seq = 0)),
    leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32),
    payload   bytea NOT NULL
);

CREATE UNIQUE INDEX audit_events_deal ON audit_events (deal, deal_seq) WHERE deal <> '';

-- Words of people, apart from the events: erasure removes them from here.
CREATE TABLE audit_texts (
    seq    bigint NOT NULL REFERENCES audit_events (seq),
    n      bigint NOT NULL,
    kind   text COLLATE "C" NOT NULL,
    salt   bytea NOT NULL CHECK (length(salt) = 16),
    text   text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    PRIMARY KEY (seq, n)
);

CREATE INDEX audit_texts_author ON audit_texts (author);

-- The nodes of the RFC 6962 tree over the events' leaf hashes, in the order in
-- which they become final. Those of events logged before this table existed are
-- added by the program at its next start.
CREATE TABLE audit_hashes (
    id   bigint PRIMARY KEY CHECK (id >= 0),
    hash bytea NOT NULL CHECK (length(hash) = 32)
);

-- Signed heads of the tree, each kept for ever.
CREATE TABLE audit_checkpoints (
    size bigint PRIMARY KEY CHECK (size > 0),
    at   bigint NOT NULL,
    note bytea NOT NULL
);

-- Where the log says which key speaks for it, and under which name.
CREATE INDEX audit_events_keys ON audit_events (seq)
WHERE type IN ('log.opened', 'log.restored', 'log.key_rotated');

-- A trigger's argument is what it says when it refuses.
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END;
$$;

CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
FOR EACH ROW EXECUTE FUNCTION audit_refuse('audit_events may not be changed');

CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
FOR EACH ROW EXECUTE FUNCTION audit_refuse('audit_events may not be deleted');

CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('audit_events may not be deleted');

-- This refuses every gap, and a second event where one stands.
CREATE FUNCTION audit_events_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM audit_events)
        OR EXISTS (SELECT 1 FROM audit_events WHERE deal = NEW.deal AND deal <> '' AND deal_seq = NEW.deal_seq)
    THEN
        RAISE EXCEPTION 'audit_events may only be appended to';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER audit_events_append_only BEFORE INSERT ON audit_events
FOR EACH ROW EXECUTE FUNCTION audit_events_append();

CREATE TRIGGER audit_texts_no_truncate BEFORE TRUNCATE ON audit_texts
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('audit_texts go one by one');

CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
FOR EACH ROW EXECUTE FUNCTION audit_refuse('the log keeps its name');

CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('the log keeps its name');

CREATE FUNCTION audit_log_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit_log) THEN
        RAISE EXCEPTION 'the log keeps its name';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER audit_log_once BEFORE INSERT ON audit_log
FOR EACH ROW EXECUTE FUNCTION audit_log_name();

CREATE TRIGGER audit_hashes_no_update BEFORE UPDATE ON audit_hashes
FOR EACH ROW EXECUTE FUNCTION audit_refuse('audit_hashes may not be changed');

CREATE TRIGGER audit_hashes_no_delete BEFORE DELETE ON audit_hashes
FOR EACH ROW EXECUTE FUNCTION audit_refuse('audit_hashes may not be deleted');

CREATE TRIGGER audit_hashes_no_truncate BEFORE TRUNCATE ON audit_hashes
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('audit_hashes may not be deleted');

CREATE FUNCTION audit_hashes_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> (SELECT coalesce(max(id) + 1, 0) FROM audit_hashes) THEN
        RAISE EXCEPTION 'audit_hashes may only be appended to';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER audit_hashes_append_only BEFORE INSERT ON audit_hashes
FOR EACH ROW EXECUTE FUNCTION audit_hashes_append();

CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints
FOR EACH ROW EXECUTE FUNCTION audit_refuse('audit_checkpoints may not be changed');

CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
FOR EACH ROW EXECUTE FUNCTION audit_refuse('audit_checkpoints may not be deleted');

CREATE TRIGGER audit_checkpoints_no_truncate BEFORE TRUNCATE ON audit_checkpoints
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('audit_checkpoints may not be deleted');

CREATE FUNCTION audit_checkpoints_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.size <= (SELECT coalesce(max(size), 0) FROM audit_checkpoints)
        OR NEW.size > (SELECT coalesce(max(seq) + 1, 0) FROM audit_events)
    THEN
        RAISE EXCEPTION 'audit_checkpoints may only be appended to';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER audit_checkpoints_append_only BEFORE INSERT ON audit_checkpoints
FOR EACH ROW EXECUTE FUNCTION audit_checkpoints_append();
