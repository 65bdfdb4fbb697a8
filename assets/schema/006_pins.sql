-- PINs, beside the log: they are made from nothing, and a rebuild leaves them alone.

-- Who has which: an argon2id hash in PHC form; `seq` is the entry that set it.
CREATE TABLE pins (staff TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Wrong ones in a row, and when the machine's clock stood at the last: UTC, microseconds.
CREATE TABLE pin_tries (staff TEXT PRIMARY KEY, wrong INTEGER NOT NULL, tried_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
