-- The register. `events` is the truth; every other table but `people` is made again from it.

-- What the file is: time zone of the site, when it was made.
CREATE TABLE site (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The log. One accepted command is one row of its own (`seq` = `command`) followed by its facts.
-- hash = SHA-256(prev || seq '\n' at '\n' offset '\n' actor '\n' command '\n' kind '\n' body)
CREATE TABLE events (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,           -- UTC, microseconds
    offset  INTEGER NOT NULL,           -- seconds east of UTC as given
    actor   TEXT,                       -- staff id; null: the desk
    command INTEGER NOT NULL,           -- seq of the command's own row
    kind    TEXT NOT NULL,
    body    TEXT NOT NULL,              -- JSON without personal data
    prev    BLOB NOT NULL,
    hash    BLOB NOT NULL
) STRICT;
CREATE TRIGGER events_keep_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the log is append only'); END;
CREATE TRIGGER events_keep_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the log is append only'); END;

-- Personal words of a command, apart from the log, which carries HMAC-SHA-256(salt, words) only.
CREATE TABLE people (
    seq     INTEGER PRIMARY KEY REFERENCES events(seq),
    subject TEXT,                       -- the client they are about
    salt    BLOB NOT NULL,
    words   TEXT NOT NULL               -- JSON
) STRICT;
CREATE INDEX people_subject ON people(subject) WHERE subject IS NOT NULL;

-- The floor as it stood after an entry, so that starting never reads the whole log.
CREATE TABLE snapshots (seq INTEGER PRIMARY KEY, floor TEXT NOT NULL) STRICT;

-- How to take today's commands back out of the tables below: SQL, newest last.
CREATE TABLE undo_images (n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, sql TEXT NOT NULL) STRICT;
