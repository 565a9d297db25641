-- Which units are in use, and with how many decimals: asked when an owner wants
-- to register one.
CREATE INDEX deals_deals_unit ON deals_deals (unit, scale);
