-- Decimals of units that are no currencies of ISO 4217.
CREATE TABLE units_scales (
    unit  TEXT COLLATE "C" PRIMARY KEY CHECK (unit <> ''),
    scale BIGINT           NOT NULL CHECK (scale BETWEEN 0 AND 8)
);

-- The worth of one whole unit in 10^-9 points; a unit without a row has none.
CREATE TABLE units_rates (
    unit TEXT COLLATE "C" PRIMARY KEY CHECK (unit <> ''),
    rate BIGINT           NOT NULL CHECK (rate BETWEEN 1 AND 1000000000000000)
);

INSERT INTO units_rates (unit, rate) VALUES ('USD', 1000000000);
