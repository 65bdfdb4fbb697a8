-- Projections: made from the log by `register::project`, made again by `lunpai rebuild`.

CREATE TABLE requests (request TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE struck (seq INTEGER PRIMARY KEY, by_seq INTEGER NOT NULL) STRICT;
CREATE TABLE mentions (subject TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (subject, seq)) STRICT, WITHOUT ROWID;

CREATE TABLE clients (
    id               TEXT PRIMARY KEY,
    serial           INTEGER NOT NULL,
    name             TEXT,
    owner            TEXT,
    moved_by         TEXT,
    transferred_at   INTEGER,
    first_contact_at INTEGER,
    household        TEXT,
    company          TEXT,
    last_visit_at    INTEGER,
    receptions       INTEGER NOT NULL DEFAULT 0,
    purchases        INTEGER NOT NULL DEFAULT 0,
    shares           TEXT,
    merged_into      TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX clients_household ON clients(household) WHERE household IS NOT NULL;
CREATE INDEX clients_company ON clients(company) WHERE company IS NOT NULL;
CREATE INDEX clients_serial ON clients(serial);

-- A client has one first owner, for good (rule 3).
CREATE TABLE first_owners (
    client TEXT PRIMARY KEY,
    owner  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    source TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE client_phones (
    phone  TEXT NOT NULL,
    client TEXT NOT NULL,
    serial INTEGER NOT NULL,
    PRIMARY KEY (phone, client)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_phones_client ON client_phones(client);

CREATE TABLE groups (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name_key TEXT, name TEXT, joined_to TEXT) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX groups_name ON groups(kind, name_key) WHERE name_key IS NOT NULL;

CREATE TABLE visits (
    id         TEXT PRIMARY KEY,
    seq        INTEGER NOT NULL,
    date       TEXT NOT NULL,
    client     TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at   INTEGER,
    state      TEXT NOT NULL,
    path       TEXT,
    receiver   TEXT,
    asks_for   TEXT,
    counted    INTEGER NOT NULL DEFAULT 0,
    makeup     INTEGER NOT NULL DEFAULT 0,
    assist     INTEGER NOT NULL DEFAULT 0,
    owner      TEXT,
    party      INTEGER,
    source     TEXT,
    rules      TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX visits_date ON visits(date, seq);
CREATE INDEX visits_client ON visits(client, seq);

CREATE TABLE units (
    id        TEXT PRIMARY KEY,
    seq       INTEGER NOT NULL,
    price_fen INTEGER,
    layout    TEXT,
    area_cm2  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE holds (
    seq    INTEGER PRIMARY KEY,
    unit   TEXT NOT NULL,
    client TEXT NOT NULL,
    until  INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    ended  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX holds_one_active ON holds(unit) WHERE ended = 0;

CREATE TABLE deposits (
    id         TEXT PRIMARY KEY,
    seq        INTEGER NOT NULL,
    unit       TEXT NOT NULL,
    client     TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    offset     INTEGER NOT NULL,
    taken_by   TEXT,
    state      TEXT NOT NULL,
    shares     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX deposits_one_active ON deposits(unit) WHERE state <> 'refunded';
CREATE INDEX deposits_client ON deposits(client);

CREATE TABLE calls (
    id          TEXT PRIMARY KEY,
    seq         INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    phone       TEXT,
    answered_by TEXT,
    state       TEXT NOT NULL,
    ended_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_phone ON calls(phone) WHERE phone IS NOT NULL;
CREATE INDEX calls_seq ON calls(seq);

CREATE TABLE violations (
    id      TEXT PRIMARY KEY,
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    staff   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    visit   TEXT,
    client  TEXT,
    penalty TEXT NOT NULL,
    raised  INTEGER NOT NULL,
    voided  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX violations_client ON violations(client) WHERE client IS NOT NULL;
CREATE INDEX violations_visit ON violations(visit) WHERE visit IS NOT NULL;
CREATE INDEX violations_staff ON violations(staff);
