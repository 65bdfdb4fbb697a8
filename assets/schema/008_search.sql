-- The keys by which clients are found, packed as they stand in memory: made from the tables above while
-- nobody waits, read at start, completed from the log behind the head that they were made at.
-- `lunpai rebuild` drops them.
CREATE TABLE search_keys (
    made  INTEGER NOT NULL,
    part  INTEGER NOT NULL,
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (made, part, place)
) STRICT;
CREATE TABLE search_heads (
    made    INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    seq     INTEGER NOT NULL,
    hash    BLOB NOT NULL
) STRICT;
