-- Heads that only a paused platform could take; there may be very many. They are
-- due when waiting any longer would be pointless.
CREATE INDEX outbox_nowhere ON outbox (platform, due_at) WHERE state = 'ready' AND platform = '-';

-- The account through which the sender acted: it tells whose the notice is when
-- persons are linked, and when a link is undone.
ALTER TABLE outbox ADD COLUMN sender_prefer TEXT NOT NULL DEFAULT '';

-- What is undelivered is forgotten at the end, so these are open notifications.
CREATE INDEX outbox_sender ON outbox (sender) WHERE undelivered IS NOT NULL;

-- Messages under way that were left behind when their owner moved: hardly ever one.
CREATE INDEX outbox_astray ON outbox (seq) WHERE state = 'sending'
    AND queue <> CASE person WHEN '' THEN 'place:' || place ELSE 'person:' || person END;
