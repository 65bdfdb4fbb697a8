-- Days that are over: everyone's books of section 3 as they stood when the day closed, and the day that a
-- deposit, a refund or a call belongs to, so that a span of days is read without reading the rest.

-- `seq`: the entry that closed the books: the day's close, or a departure while no day was open.
CREATE TABLE day_turns (
    date         TEXT NOT NULL,
    staff        TEXT NOT NULL,
    seq          INTEGER NOT NULL,
    on_duty      INTEGER NOT NULL,
    passed       INTEGER NOT NULL,
    taken        INTEGER NOT NULL,
    made_up      INTEGER NOT NULL,
    consumed     INTEGER NOT NULL,
    owed_granted INTEGER NOT NULL,
    capped       INTEGER NOT NULL,
    forfeited    INTEGER NOT NULL,
    expired      INTEGER NOT NULL,
    carried      INTEGER NOT NULL,
    still_owed   INTEGER NOT NULL,
    prepaid      INTEGER NOT NULL,
    PRIMARY KEY (date, staff, seq)
) STRICT, WITHOUT ROWID;

ALTER TABLE deposits ADD COLUMN date TEXT;
ALTER TABLE deposits ADD COLUMN refunded_on TEXT;
CREATE INDEX deposits_date ON deposits(date);
CREATE INDEX deposits_refunded ON deposits(refunded_on) WHERE refunded_on IS NOT NULL;

ALTER TABLE calls ADD COLUMN date TEXT;
CREATE INDEX calls_date ON calls(date);
