CREATE TABLE communities (
    id            TEXT    PRIMARY KEY,
    name          TEXT    NOT NULL,
    zone          TEXT    NOT NULL DEFAULT 'UTC',
    mediator_role TEXT    NOT NULL DEFAULT '',
    created_at    INTEGER NOT NULL,
    -- What this community became when its only space turned out to be another's.
    successor     TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX communities_successor ON communities (successor) WHERE successor <> '';

-- Keys begin with the column that tells most: nearly all spaces share a platform
-- with each other, and a planner without statistics takes any beginning of a key.
CREATE TABLE communities_spaces (
    platform     TEXT    NOT NULL CHECK (platform <> ''),
    space_id     TEXT    NOT NULL CHECK (space_id <> ''),
    community_id TEXT    NOT NULL REFERENCES communities (id),
    home_id      TEXT    NOT NULL REFERENCES communities (id), -- its own, to which it goes back
    name         TEXT    NOT NULL,
    role_id      TEXT    NOT NULL DEFAULT '',
    role_name    TEXT    NOT NULL DEFAULT '',
    created_at   INTEGER NOT NULL,
    closed_at    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (space_id, platform)
) STRICT, WITHOUT ROWID;

CREATE INDEX communities_spaces_community ON communities_spaces (community_id);

-- A former id of a space, and the one it has now.
CREATE TABLE communities_aliases (
    platform TEXT NOT NULL,
    old_id   TEXT NOT NULL,
    space_id TEXT NOT NULL CHECK (space_id <> old_id),
    PRIMARY KEY (old_id, platform)
) STRICT, WITHOUT ROWID;

CREATE INDEX communities_aliases_space ON communities_aliases (space_id, platform);

-- Who was seen acting where, under which account. A community, and a space, may
-- have 100,000 rows here, a person a few.
CREATE TABLE communities_members (
    community_id  TEXT    NOT NULL REFERENCES communities (id),
    platform      TEXT    NOT NULL,
    space_id      TEXT    NOT NULL,
    user_id       TEXT    NOT NULL,
    person_id     TEXT    NOT NULL,
    administrator INTEGER NOT NULL CHECK (administrator IN (0, 1)),
    mediator      INTEGER NOT NULL CHECK (mediator IN (0, 1)),
    first_seen    INTEGER NOT NULL,
    seen_at       INTEGER NOT NULL,
    PRIMARY KEY (user_id, platform, space_id, community_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX communities_members_person ON communities_members (person_id, community_id);
CREATE INDEX communities_members_community ON communities_members (community_id, person_id);
CREATE INDEX communities_members_mediator ON communities_members (community_id, person_id) WHERE mediator = 1;
-- For a space that gets another id.
CREATE INDEX communities_members_space ON communities_members (space_id, platform);

CREATE TABLE communities_mediators (
    community_id TEXT    NOT NULL REFERENCES communities (id),
    platform     TEXT    NOT NULL,
    user_id      TEXT    NOT NULL,
    person_id    TEXT    NOT NULL,
    added_by     TEXT    NOT NULL,
    added_at     INTEGER NOT NULL,
    PRIMARY KEY (community_id, user_id, platform)
) STRICT, WITHOUT ROWID;

CREATE INDEX communities_mediators_person ON communities_mediators (person_id, community_id);
CREATE INDEX communities_mediators_identity ON communities_mediators (user_id, platform);

CREATE TABLE communities_codes (
    hash         BLOB    PRIMARY KEY,
    community_id TEXT    NOT NULL REFERENCES communities (id),
    made_by      TEXT    NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX communities_codes_maker ON communities_codes (community_id, made_by);
