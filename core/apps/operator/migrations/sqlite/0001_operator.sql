-- How often each command was carried out on a day, counted in UTC since 1970, and
-- how often that failed.
CREATE TABLE operator_usage (
    day     INTEGER NOT NULL,
    command TEXT    NOT NULL,
    total   INTEGER NOT NULL CHECK (total >= 0),
    errors  INTEGER NOT NULL CHECK (errors BETWEEN 0 AND total),
    PRIMARY KEY (day, command)
) STRICT, WITHOUT ROWID;

-- When a community last asked for a backup, in UTC milliseconds; 0 for a try that
-- came to nothing.
CREATE TABLE operator_asked (
    community TEXT    NOT NULL PRIMARY KEY,
    asked_at  INTEGER NOT NULL
) STRICT;
