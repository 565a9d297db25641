-- Everything drawn from the history of deals exists once for each version of the
-- policy, so that a new version can be built beside the old one. Masses are in
-- micro-units, days in UTC days since 1970-01-01.

-- The one row of state. version is the newest that was asked for, current the
-- one that people see, building the one under way (0 for none). cause and
-- asked_at tell one change, which may come in several steps, from the next.
CREATE TABLE rep_state (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version  INTEGER NOT NULL,
    current  INTEGER NOT NULL,
    building INTEGER NOT NULL,
    cause    TEXT    NOT NULL,
    asked_at INTEGER NOT NULL
) STRICT;

-- seq is the position in the log of the last event taken; -1 for none.
CREATE TABLE rep_versions (
    version INTEGER NOT NULL PRIMARY KEY,
    policy  TEXT    NOT NULL CHECK (policy IN ('open', 'rooted')),
    formula INTEGER NOT NULL,
    seq     INTEGER NOT NULL
) STRICT;

-- Version 0 takes what happens until version 1 has been built of what there was.
INSERT INTO rep_versions (version, policy, formula, seq) VALUES (0, 'open', 1, -1), (1, 'open', 1, -1);
INSERT INTO rep_state (id, version, current, building, cause, asked_at) VALUES (1, 1, 0, 0, '', 0);

-- Sums of masses, each times the factor of its day, by epochs of 180 days.
CREATE TABLE rep_buckets (
    version INTEGER NOT NULL,
    person  TEXT    NOT NULL,
    network TEXT    NOT NULL,
    epoch   INTEGER NOT NULL,
    est     INTEGER NOT NULL CHECK (est >= 0),
    fresh   INTEGER NOT NULL CHECK (fresh >= 0),
    neg     INTEGER NOT NULL CHECK (neg >= 0),
    direct  INTEGER NOT NULL CHECK (direct >= 0),
    lent    INTEGER NOT NULL CHECK (lent >= 0),
    PRIMARY KEY (version, person, network, epoch)
) STRICT, WITHOUT ROWID;

-- One row for what one event did to one person. seq and n name the fact, whose
-- the person it is about (person bears it), and lent is what other lent for it.
-- reversed is the event that took it back. rank orders a person's rows by what
-- is left of them, on whatever day that is asked.
CREATE TABLE rep_contributions (
    version  INTEGER NOT NULL,
    person   TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    n        INTEGER NOT NULL,
    whose    TEXT    NOT NULL,
    other    TEXT    NOT NULL,
    deal     TEXT    NOT NULL,
    handle   TEXT    NOT NULL,
    network  TEXT    NOT NULL,
    outcome  TEXT    NOT NULL CHECK (outcome IN ('on_time', 'late', 'overdue', 'default')),
    partner  TEXT    NOT NULL CHECK (partner IN ('', 'verified', 'established', 'new')),
    day      INTEGER NOT NULL,
    weight   INTEGER NOT NULL,
    k        INTEGER NOT NULL,
    est      INTEGER NOT NULL,
    fresh    INTEGER NOT NULL,
    neg      INTEGER NOT NULL,
    direct   INTEGER NOT NULL,
    lent     INTEGER NOT NULL,
    rank     INTEGER NOT NULL,
    reversed INTEGER NOT NULL DEFAULT 0,
    minor    INTEGER NOT NULL,
    unit     TEXT    NOT NULL,
    scale    INTEGER NOT NULL,
    PRIMARY KEY (version, person, seq, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX rep_contributions_rank ON rep_contributions (version, person, rank) WHERE reversed = 0;
CREATE INDEX rep_contributions_open ON rep_contributions (version, deal, whose) WHERE outcome = 'overdue' AND reversed = 0;

-- Completed deals of two persons, a < b, by day.
CREATE TABLE rep_pairs (
    version INTEGER NOT NULL,
    a       TEXT    NOT NULL,
    b       TEXT    NOT NULL,
    day     INTEGER NOT NULL,
    network TEXT    NOT NULL,
    deals   INTEGER NOT NULL,
    PRIMARY KEY (version, a, b, day, network)
) STRICT, WITHOUT ROWID;

-- Counts of a person on a network, and on all of them (network ''). first_day is
-- that of the first activation, 0 for none.
CREATE TABLE rep_counts (
    version   INTEGER NOT NULL,
    person    TEXT    NOT NULL,
    network   TEXT    NOT NULL,
    completed INTEGER NOT NULL,
    late      INTEGER NOT NULL,
    defaulted INTEGER NOT NULL,
    overdue   INTEGER NOT NULL,
    disputed  INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    partners  INTEGER NOT NULL,
    verified  INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    PRIMARY KEY (version, person, network)
) STRICT, WITHOUT ROWID;

-- How a person stood over all networks at the end of each day on which
-- something changed: what the picture is drawn from.
CREATE TABLE rep_days (
    version INTEGER NOT NULL,
    person  TEXT    NOT NULL,
    day     INTEGER NOT NULL,
    est     INTEGER NOT NULL,
    fresh   INTEGER NOT NULL,
    neg     INTEGER NOT NULL,
    PRIMARY KEY (version, person, day)
) STRICT, WITHOUT ROWID;

-- An account is verified, and with it the person whose it is, so that links are
-- followed both ways.
CREATE TABLE rep_verified (
    platform TEXT    NOT NULL,
    account  TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (platform, account)
) STRICT, WITHOUT ROWID;

CREATE INDEX rep_verified_person ON rep_verified (person);

-- What is held against a person beside the person it is about, by the fact.
CREATE TABLE rep_inherited (
    seq    INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    person TEXT    NOT NULL,
    PRIMARY KEY (seq, n, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX rep_inherited_person ON rep_inherited (person);
