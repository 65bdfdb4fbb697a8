-- What the list of the log and going back to an old day need.

-- Mentions of undos and of what they struck out: no undo takes these away, so all are still found.
CREATE TABLE kept_mentions (subject TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (subject, seq)) STRICT, WITHOUT ROWID;

-- Entries by the command's name: one row an entry, none for its facts.
CREATE INDEX events_command ON events(kind) WHERE seq = command;

-- The other names of a client.
CREATE INDEX clients_merged ON clients(merged_into) WHERE merged_into IS NOT NULL;

-- Whether a snapshot was left by a day's opening: those stay, the others go with their day.
ALTER TABLE snapshots ADD COLUMN opens INTEGER NOT NULL DEFAULT 0;
CREATE INDEX snapshots_in_day ON snapshots(opens) WHERE opens = 0;
