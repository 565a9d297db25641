-- Everything drawn from the history of deals exists once for each version of the
-- policy, so that a new version can be built beside the old one. Masses are in
-- micro-units, days in UTC days since 1970-01-01.

-- The one row of state. version is the newest that was asked for, current the
-- one that people see, building the one under way (0 for none). cause and
-- asked_at tell one change, which may come in several steps, from the next.
CREATE TABLE rep_state (
    id       BIGINT           NOT NULL PRIMARY KEY CHECK (id = 1),
    version  BIGINT           NOT NULL,
    current  BIGINT           NOT NULL,
    building BIGINT           NOT NULL,
    cause    TEXT COLLATE "C" NOT NULL,
    asked_at BIGINT           NOT NULL
);

-- seq is the position in the log of the last event taken; -1 for none.
CREATE TABLE rep_versions (
    version BIGINT           NOT NULL PRIMARY KEY,
    policy  TEXT COLLATE "C" NOT NULL CHECK (policy IN ('open', 'rooted')),
    formula BIGINT           NOT NULL,
    seq     BIGINT           NOT NULL
);

-- Version 0 takes what happens until version 1 has been built of what there was.
INSERT INTO rep_versions (version, policy, formula, seq) VALUES (0, 'open', 1, -1), (1, 'open', 1, -1);
INSERT INTO rep_state (id, version, current, building, cause, asked_at) VALUES (1, 1, 0, 0, '', 0);

-- Sums of masses, each times the factor of its day, by epochs of 180 days.
CREATE TABLE rep_buckets (
    version BIGINT           NOT NULL,
    person  TEXT COLLATE "C" NOT NULL,
    network TEXT COLLATE "C" NOT NULL,
    epoch   BIGINT           NOT NULL,
    est     BIGINT           NOT NULL CHECK (est >= 0),
    fresh   BIGINT           NOT NULL CHECK (fresh >= 0),
    neg     BIGINT           NOT NULL CHECK (neg >= 0),
    direct  BIGINT           NOT NULL CHECK (direct >= 0),
    lent    BIGINT           NOT NULL CHECK (lent >= 0),
    PRIMARY KEY (version, person, network, epoch)
);

-- One row for what one event did to one person. seq and n name the fact, whose
-- the person it is about (person bears it), and lent is what other lent for it.
-- reversed is the event that took it back. rank orders a person's rows by what
-- is left of them, on whatever day that is asked.
CREATE TABLE rep_contributions (
    version  BIGINT           NOT NULL,
    person   TEXT COLLATE "C" NOT NULL,
    seq      BIGINT           NOT NULL,
    n        BIGINT           NOT NULL,
    whose    TEXT COLLATE "C" NOT NULL,
    other    TEXT COLLATE "C" NOT NULL,
    deal     TEXT COLLATE "C" NOT NULL,
    handle   TEXT COLLATE "C" NOT NULL,
    network  TEXT COLLATE "C" NOT NULL,
    outcome  TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('on_time', 'late', 'overdue', 'default')),
    partner  TEXT COLLATE "C" NOT NULL CHECK (partner IN ('', 'verified', 'established', 'new')),
    day      BIGINT           NOT NULL,
    weight   BIGINT           NOT NULL,
    k        BIGINT           NOT NULL,
    est      BIGINT           NOT NULL,
    fresh    BIGINT           NOT NULL,
    neg      BIGINT           NOT NULL,
    direct   BIGINT           NOT NULL,
    lent     BIGINT           NOT NULL,
    rank     BIGINT           NOT NULL,
    reversed BIGINT           NOT NULL DEFAULT 0,
    minor    BIGINT           NOT NULL,
    unit     TEXT COLLATE "C" NOT NULL,
    scale    BIGINT           NOT NULL,
    PRIMARY KEY (version, person, seq, n)
);

CREATE INDEX rep_contributions_rank ON rep_contributions (version, person, rank) WHERE reversed = 0;
CREATE INDEX rep_contributions_open ON rep_contributions (version, deal, whose) WHERE outcome = 'overdue' AND reversed = 0;

-- Completed deals of two persons, a < b, by day.
CREATE TABLE rep_pairs (
    version BIGINT           NOT NULL,
    a       TEXT COLLATE "C" NOT NULL,
    b       TEXT COLLATE "C" NOT NULL,
    day     BIGINT           NOT NULL,
    network TEXT COLLATE "C" NOT NULL,
    deals   BIGINT           NOT NULL,
    PRIMARY KEY (version, a, b, day, network)
);

-- Counts of a person on a network, and on all of them (network ''). first_day is
-- that of the first activation, 0 for none.
CREATE TABLE rep_counts (
    version   BIGINT           NOT NULL,
    person    TEXT COLLATE "C" NOT NULL,
    network   TEXT COLLATE "C" NOT NULL,
    completed BIGINT           NOT NULL,
    late      BIGINT           NOT NULL,
    defaulted BIGINT           NOT NULL,
    overdue   BIGINT           NOT NULL,
    disputed  BIGINT           NOT NULL,
    cancelled BIGINT           NOT NULL,
    partners  BIGINT           NOT NULL,
    verified  BIGINT           NOT NULL,
    first_day BIGINT           NOT NULL,
    PRIMARY KEY (version, person, network)
);

-- How a person stood over all networks at the end of each day on which
-- something changed: what the picture is drawn from.
CREATE TABLE rep_days (
    version BIGINT           NOT NULL,
    person  TEXT COLLATE "C" NOT NULL,
    day     BIGINT           NOT NULL,
    est     BIGINT           NOT NULL,
    fresh   BIGINT           NOT NULL,
    neg     BIGINT           NOT NULL,
    PRIMARY KEY (version, person, day)
);

-- An account is verified, and with it the person whose it is, so that links are
-- followed both ways.
CREATE TABLE rep_verified (
    platform TEXT COLLATE "C" NOT NULL,
    account  TEXT COLLATE "C" NOT NULL,
    person   TEXT COLLATE "C" NOT NULL,
    at       BIGINT           NOT NULL,
    PRIMARY KEY (platform, account)
);

CREATE INDEX rep_verified_person ON rep_verified (person);

-- What is held against a person beside the person it is about, by the fact.
CREATE TABLE rep_inherited (
    seq    BIGINT           NOT NULL,
    n      BIGINT           NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (seq, n, person)
);

CREATE INDEX rep_inherited_person ON rep_inherited (person);
