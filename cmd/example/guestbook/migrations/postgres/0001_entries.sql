CREATE TABLE guestbook_entries (
	id     text COLLATE "C" PRIMARY KEY,
	person text COLLATE "C" NOT NULL,
	name   text COLLATE "C" NOT NULL,
	words  text COLLATE "C" NOT NULL
);
