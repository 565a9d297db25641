-- Answers by request key: what makes a repeated event harmless.
CREATE TABLE bot_requests (
	key   text COLLATE "C" NOT NULL,
	input bytea NOT NULL, -- SHA-256 of what was asked
	reply bytea NOT NULL, -- the answer, JSON, not localised
	at    bigint NOT NULL,
	PRIMARY KEY (key, input)
);
CREATE INDEX bot_requests_at ON bot_requests (at);

-- The running wizard of each person.
CREATE TABLE bot_sessions (
	person     text COLLATE "C" PRIMARY KEY,
	id         text COLLATE "C" NOT NULL,
	wizard     text COLLATE "C" NOT NULL,
	version    bigint NOT NULL,
	revision   bigint NOT NULL,
	state      bytea NOT NULL, -- JSON: answers, and the steps in the order answered
	platform   text COLLATE "C" NOT NULL, -- the account that last answered
	account    text COLLATE "C" NOT NULL,
	started_at bigint NOT NULL,
	expires_at bigint NOT NULL
);

-- Actions too large for the token a button carries.
CREATE TABLE bot_actions (
	token      text COLLATE "C" PRIMARY KEY,
	action     bytea NOT NULL, -- JSON
	platform   text COLLATE "C" NOT NULL, -- the account it was made for; "" when anybody may press
	account    text COLLATE "C" NOT NULL,
	expires_at bigint NOT NULL
);
CREATE INDEX bot_actions_expires ON bot_actions (expires_at);

-- Secrets of this installation; they are part of every backup.
CREATE TABLE bot_secrets (
	name  text COLLATE "C" PRIMARY KEY,
	value bytea NOT NULL
);

-- Small facts that frontends remember.
CREATE TABLE bot_facts (
	key   text COLLATE "C" PRIMARY KEY,
	value text COLLATE "C" NOT NULL
);

-- Events that could not be read, raw, to be looked at after an upgrade.
CREATE TABLE bot_quarantine (
	platform text COLLATE "C" NOT NULL,
	event    text COLLATE "C" NOT NULL,
	raw      bytea NOT NULL,
	cause    text COLLATE "C" NOT NULL,
	at       bigint NOT NULL,
	PRIMARY KEY (platform, event)
);

-- Whose answer it was, so that it can be emptied when the person is erased.
ALTER TABLE bot_requests ADD COLUMN person text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX bot_requests_person ON bot_requests (person) WHERE person <> '';
CREATE INDEX bot_actions_account ON bot_actions (platform, account);
