-- Receipts: a deposit's number, without gaps, and how often its receipt was printed. What an undo takes back of
-- a deposit leaves the count alone, so it stands in a table of its own.

ALTER TABLE deposits ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX deposits_number ON deposits(number) WHERE number > 0;

CREATE TABLE receipts (deposit TEXT PRIMARY KEY, copies INTEGER NOT NULL) STRICT, WITHOUT ROWID;
