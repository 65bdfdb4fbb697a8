-- Indexes for what the screens of units, clients, calls and discipline read. No table changes.

-- What happened to a unit, to a call, to a violation, and who owned a client: found in the log itself.
CREATE INDEX events_unit ON events(json_extract(body, '$.unit'))
    WHERE kind IN ('unit_added', 'unit_held', 'unit_released', 'deposit_taken', 'deposit_refunded', 'contract_signed');
CREATE INDEX events_call ON events(json_extract(body, '$.call'))
    WHERE kind IN ('call_started', 'call_ended', 'call_returned');
CREATE INDEX events_voided ON events(json_extract(body, '$.violation')) WHERE kind = 'violation_voided';
CREATE INDEX events_owner ON events(command) WHERE kind = 'owner_changed';
CREATE INDEX events_project ON events(seq) WHERE kind = 'project.add';

CREATE INDEX groups_joined ON groups(joined_to) WHERE joined_to IS NOT NULL;
CREATE INDEX holds_client ON holds(client);
CREATE INDEX calls_at ON calls(at, seq);
CREATE INDEX calls_open ON calls(seq) WHERE state IN ('running', 'missed');
CREATE INDEX violations_at ON violations(at, seq);
