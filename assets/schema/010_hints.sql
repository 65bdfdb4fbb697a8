-- Clients who are one, or may be: merges by hand that stand, what ties clients together, and pairs said to be two.

-- One row a name that a manager merged into a client, with what was the name's own (`moved`, JSON), and how the
-- client who stands was before. Taking it apart deletes the row.
CREATE TABLE merges (
    client           TEXT PRIMARY KEY,
    into_client      TEXT NOT NULL,
    seq              INTEGER NOT NULL,
    moved            TEXT NOT NULL,
    name_taken       INTEGER NOT NULL,
    owner            TEXT,
    moved_by         TEXT,
    first_contact_at INTEGER,
    last_visit_at    INTEGER,
    gave             TEXT,              -- whom the merge made the owner, when it changed the owner
    open_visit       TEXT               -- JSON: the visit that was open, and how it stood
) STRICT, WITHOUT ROWID;
CREATE INDEX merges_into ON merges(into_client, seq);

-- Addresses and companions' numbers, folded (`key`) and as given (`value`); `kind` is `address` or `companion`.
CREATE TABLE client_ties (
    kind   TEXT NOT NULL,
    key    TEXT NOT NULL,
    client TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (kind, key, client)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_ties_client ON client_ties(client);

-- Two clients who look alike and are two; `client` < `other`.
CREATE TABLE hint_dismissals (
    client TEXT NOT NULL,
    other  TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (client, other)
) STRICT, WITHOUT ROWID;

-- Whom a manager gave to somebody, by when: their protection begins anew.
CREATE INDEX clients_transferred ON clients(transferred_at) WHERE transferred_at IS NOT NULL;
