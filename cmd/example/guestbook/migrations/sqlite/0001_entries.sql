CREATE TABLE guestbook_entries (
	id     TEXT PRIMARY KEY,
	person TEXT NOT NULL,
	name   TEXT NOT NULL,
	words  TEXT NOT NULL
);
