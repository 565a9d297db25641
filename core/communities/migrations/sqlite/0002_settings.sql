-- What a community chose for itself; NULL leaves a setting to the installation.
-- The bounds are those that people are told.
ALTER TABLE communities ADD COLUMN max_open       INTEGER CHECK (max_open BETWEEN 1 AND 500);
ALTER TABLE communities ADD COLUMN max_volume     INTEGER CHECK (max_volume BETWEEN 1 AND 1000000000);
ALTER TABLE communities ADD COLUMN cooldown_hours INTEGER CHECK (cooldown_hours BETWEEN 0 AND 720);
ALTER TABLE communities ADD COLUMN reminder_mins  INTEGER CHECK (reminder_mins BETWEEN 5 AND 1440);
ALTER TABLE communities ADD COLUMN weekly_summary INTEGER CHECK (weekly_summary IN (0, 1));

-- Where mediators are told of disputes, and the space it is in: it counts while
-- the community has that space.
ALTER TABLE communities ADD COLUMN mediator_platform   TEXT NOT NULL DEFAULT '';
ALTER TABLE communities ADD COLUMN mediator_space      TEXT NOT NULL DEFAULT '';
ALTER TABLE communities ADD COLUMN mediator_place      TEXT NOT NULL DEFAULT '';
ALTER TABLE communities ADD COLUMN mediator_place_name TEXT NOT NULL DEFAULT '';

-- For a space that gets another id.
CREATE INDEX communities_mediator_space ON communities (mediator_space, mediator_platform) WHERE mediator_space <> '';

-- Whom a dispute is told to where nobody mediates.
CREATE INDEX communities_members_administrator ON communities_members (community_id, person_id) WHERE administrator = 1;
