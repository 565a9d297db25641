-- Decimals of units that are no currencies of ISO 4217.
CREATE TABLE units_scales (
    unit  TEXT    PRIMARY KEY CHECK (unit <> ''),
    scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 8)
) STRICT, WITHOUT ROWID;

-- The worth of one whole unit in 10^-9 points; a unit without a row has none.
CREATE TABLE units_rates (
    unit TEXT    PRIMARY KEY CHECK (unit <> ''),
    rate INTEGER NOT NULL CHECK (rate BETWEEN 1 AND 1000000000000000)
) STRICT, WITHOUT ROWID;

INSERT INTO units_rates (unit, rate) VALUES ('USD', 1000000000);
