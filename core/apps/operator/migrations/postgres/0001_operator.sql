-- How often each command was carried out on a day, counted in UTC since 1970, and
-- how often that failed.
CREATE TABLE operator_usage (
    day     BIGINT           NOT NULL,
    command TEXT COLLATE "C" NOT NULL,
    total   BIGINT           NOT NULL CHECK (total >= 0),
    errors  BIGINT           NOT NULL CHECK (errors BETWEEN 0 AND total),
    PRIMARY KEY (day, command)
);

-- When a community last asked for a backup, in UTC milliseconds; 0 for a try that
-- came to nothing.
CREATE TABLE operator_asked (
    community TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    asked_at  BIGINT           NOT NULL
);
