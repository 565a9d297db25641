CREATE TABLE communities (
    id            text COLLATE "C" PRIMARY KEY,
    name          text COLLATE "C" NOT NULL,
    zone          text COLLATE "C" NOT NULL DEFAULT 'UTC',
    mediator_role text COLLATE "C" NOT NULL DEFAULT '',
    created_at    bigint NOT NULL,
    -- What this community became when its only space turned out to be another's.
    successor     text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE INDEX communities_successor ON communities (successor) WHERE successor <> '';

-- Keys begin with the column that tells most: nearly all spaces share a platform
-- with each other, and a planner without statistics takes any beginning of a key.
CREATE TABLE communities_spaces (
    platform     text COLLATE "C" NOT NULL CHECK (platform <> ''),
    space_id     text COLLATE "C" NOT NULL CHECK (space_id <> ''),
    community_id text COLLATE "C" NOT NULL REFERENCES communities (id),
    home_id      text COLLATE "C" NOT NULL REFERENCES communities (id), -- its own, to which it goes back
    name         text COLLATE "C" NOT NULL,
    role_id      text COLLATE "C" NOT NULL DEFAULT '',
    role_name    text COLLATE "C" NOT NULL DEFAULT '',
    created_at   bigint NOT NULL,
    closed_at    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (space_id, platform)
);

CREATE INDEX communities_spaces_community ON communities_spaces (community_id);

-- A former id of a space, and the one it has now.
CREATE TABLE communities_aliases (
    platform text COLLATE "C" NOT NULL,
    old_id   text COLLATE "C" NOT NULL,
    space_id text COLLATE "C" NOT NULL CHECK (space_id <> old_id),
    PRIMARY KEY (old_id, platform)
);

CREATE INDEX communities_aliases_space ON communities_aliases (space_id, platform);

-- Who was seen acting where, under which account. A community, and a space, may
-- have 100,000 rows here, a person a few.
CREATE TABLE communities_members (
    community_id  text COLLATE "C" NOT NULL REFERENCES communities (id),
    platform      text COLLATE "C" NOT NULL,
    space_id      text COLLATE "C" NOT NULL,
    user_id       text COLLATE "C" NOT NULL,
    person_id     text COLLATE "C" NOT NULL,
    administrator bigint NOT NULL CHECK (administrator IN (0, 1)),
    mediator      bigint NOT NULL CHECK (mediator IN (0, 1)),
    first_seen    bigint NOT NULL,
    seen_at       bigint NOT NULL,
    PRIMARY KEY (user_id, platform, space_id, community_id)
);

CREATE INDEX communities_members_person ON communities_members (person_id, community_id);
CREATE INDEX communities_members_community ON communities_members (community_id, person_id);
CREATE INDEX communities_members_mediator ON communities_members (community_id, person_id) WHERE mediator = 1;
-- For a space that gets another id.
CREATE INDEX communities_members_space ON communities_members (space_id, platform);

CREATE TABLE communities_mediators (
    community_id text COLLATE "C" NOT NULL REFERENCES communities (id),
    platform     text COLLATE "C" NOT NULL,
    user_id      text COLLATE "C" NOT NULL,
    person_id    text COLLATE "C" NOT NULL,
    added_by     text COLLATE "C" NOT NULL,
    added_at     bigint NOT NULL,
    PRIMARY KEY (community_id, user_id, platform)
);

CREATE INDEX communities_mediators_person ON communities_mediators (person_id, community_id);
CREATE INDEX communities_mediators_identity ON communities_mediators (user_id, platform);

CREATE TABLE communities_codes (
    hash         bytea PRIMARY KEY,
    community_id text COLLATE "C" NOT NULL REFERENCES communities (id),
    made_by      text COLLATE "C" NOT NULL,
    expires_at   bigint NOT NULL,
    used_at      bigint NOT NULL DEFAULT 0
);

CREATE INDEX communities_codes_maker ON communities_codes (community_id, made_by);

-- What a community chose for itself; NULL leaves a setting to the installation.
-- The bounds are those that people are told.
ALTER TABLE communities ADD COLUMN max_open       bigint CHECK (max_open BETWEEN 1 AND 500);
ALTER TABLE communities ADD COLUMN max_volume     bigint CHECK (max_volume BETWEEN 1 AND 1000000000);
ALTER TABLE communities ADD COLUMN cooldown_hours bigint CHECK (cooldown_hours BETWEEN 0 AND 720);
ALTER TABLE communities ADD COLUMN reminder_mins  bigint CHECK (reminder_mins BETWEEN 5 AND 1440);
ALTER TABLE communities ADD COLUMN weekly_summary bigint CHECK (weekly_summary IN (0, 1));

-- Where mediators are told of disputes, and the space it is in: it counts while
-- the community has that space.
ALTER TABLE communities ADD COLUMN mediator_platform   text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE communities ADD COLUMN mediator_space      text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE communities ADD COLUMN mediator_place      text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE communities ADD COLUMN mediator_place_name text COLLATE "C" NOT NULL DEFAULT '';

-- For a space that gets another id.
CREATE INDEX communities_mediator_space ON communities (mediator_space, mediator_platform) WHERE mediator_space <> '';

-- Whom a dispute is told to where nobody mediates.
CREATE INDEX communities_members_administrator ON communities_members (community_id, person_id) WHERE administrator = 1;
