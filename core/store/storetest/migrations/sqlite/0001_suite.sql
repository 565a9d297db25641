-- What the suite writes to: one rule of every kind that a database can break.
CREATE TABLE suite_owners (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE suite_items (
    id     INTEGER PRIMARY KEY,
    name   TEXT    NOT NULL UNIQUE,
    amount INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0),
    owner  INTEGER REFERENCES suite_owners (id)
) STRICT;

CREATE TRIGGER suite_items_kept BEFORE DELETE ON suite_items WHEN old.name = 'kept'
BEGIN
    SELECT RAISE(ABORT, 'this item is kept');
END;
