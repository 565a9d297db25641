-- Answers are large for keys of a tree: kept in one, most of them took a page of
-- their own, and a commit wrote a sixth more pages. They now stand in the order in
-- which they came, and the tree holds the keys alone.
ALTER TABLE bot_requests RENAME TO bot_requests_before;
DROP INDEX bot_requests_at;
DROP INDEX bot_requests_person;
CREATE TABLE bot_requests (
	key    TEXT    NOT NULL,
	input  BLOB    NOT NULL, -- SHA-256 of what was asked
	reply  BLOB    NOT NULL, -- the answer, JSON, not localised
	at     INTEGER NOT NULL,
	person TEXT    NOT NULL DEFAULT '',
	PRIMARY KEY (key, input)
);
INSERT INTO bot_requests (key, input, reply, at, person)
	SELECT key, input, reply, at, person FROM bot_requests_before ORDER BY at, key, input;
DROP TABLE bot_requests_before;
CREATE INDEX bot_requests_at ON bot_requests (at);
CREATE INDEX bot_requests_person ON bot_requests (person) WHERE person <> '';
