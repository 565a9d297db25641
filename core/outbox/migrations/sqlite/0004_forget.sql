-- Letters that were given up keep their words; there are few. By this they are
-- found when a person's words are to go.
CREATE INDEX outbox_dead ON outbox (person) WHERE state = 'dead';
