-- Whose answer it was, so that it can be emptied when the person is erased.
ALTER TABLE bot_requests ADD COLUMN person TEXT NOT NULL DEFAULT '';
CREATE INDEX bot_requests_person ON bot_requests (person) WHERE person <> '';
CREATE INDEX bot_actions_account ON bot_actions (platform, account);
