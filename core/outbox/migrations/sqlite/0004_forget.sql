-- Letters that were given up keep their words; there are few. By this they are
-- found when a person's words are to go.
CREATE INDEX outbox_dead ON outbox (person) WHERE state = 'dead';

-- Attempts that failed, by whom they were for, as outbox_attempts_sent has the others.
CREATE INDEX outbox_attempts_failed ON outbox_attempts (target) WHERE outcome <> 'sent';
