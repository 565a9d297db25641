-- Answers by request key: what makes a repeated event harmless.
CREATE TABLE bot_requests (
	key   TEXT    NOT NULL,
	input BLOB    NOT NULL, -- SHA-256 of what was asked
	reply BLOB    NOT NULL, -- the answer, JSON, not localised
	at    INTEGER NOT NULL,
	PRIMARY KEY (key, input)
) WITHOUT ROWID;
CREATE INDEX bot_requests_at ON bot_requests (at);

-- The running wizard of each person.
CREATE TABLE bot_sessions (
	person     TEXT    PRIMARY KEY,
	id         TEXT    NOT NULL,
	wizard     TEXT    NOT NULL,
	version    INTEGER NOT NULL,
	revision   INTEGER NOT NULL,
	state      BLOB    NOT NULL, -- JSON: answers, and the steps in the order answered
	platform   TEXT    NOT NULL, -- the account that last answered
	account    TEXT    NOT NULL,
	started_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Actions too large for the token a button carries.
CREATE TABLE bot_actions (
	token      TEXT    PRIMARY KEY,
	action     BLOB    NOT NULL, -- JSON
	platform   TEXT    NOT NULL, -- the account it was made for; "" when anybody may press
	account    TEXT    NOT NULL,
	expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX bot_actions_expires ON bot_actions (expires_at);

-- Secrets of this installation; they are part of every backup.
CREATE TABLE bot_secrets (
	name  TEXT PRIMARY KEY,
	value BLOB NOT NULL
) WITHOUT ROWID;

-- Small facts that frontends remember.
CREATE TABLE bot_facts (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;

-- Events that could not be read, raw, to be looked at after an upgrade.
CREATE TABLE bot_quarantine (
	platform TEXT    NOT NULL,
	event    TEXT    NOT NULL,
	raw      BLOB    NOT NULL,
	cause    TEXT    NOT NULL,
	at       INTEGER NOT NULL,
	PRIMARY KEY (platform, event)
) WITHOUT ROWID;
