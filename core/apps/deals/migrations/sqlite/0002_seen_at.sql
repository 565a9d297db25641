-- When a party was last shown the deal in an answer, 0 for never, takes the
-- place of whether it ever was: news that could not be delivered has reached who
-- has looked since then.

ALTER TABLE deals_parties ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;

UPDATE deals_parties SET seen_at = (SELECT created_at FROM deals_deals WHERE id = deal) WHERE seen = 1;

ALTER TABLE deals_parties DROP COLUMN seen;
