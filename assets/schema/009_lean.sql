-- The conditions of two indexes written so that a row is judged by comparing words: with IN, each row of the log
-- made two small tables in memory to be looked up in, a fifth of the work of an entry. No table changes.
DROP INDEX events_unit;
CREATE INDEX events_unit ON events(json_extract(body, '$.unit'))
    WHERE kind = 'unit_added' OR kind = 'unit_held' OR kind = 'unit_released' OR kind = 'deposit_taken'
        OR kind = 'deposit_refunded' OR kind = 'contract_signed';
DROP INDEX events_call;
CREATE INDEX events_call ON events(json_extract(body, '$.call'))
    WHERE kind = 'call_started' OR kind = 'call_ended' OR kind = 'call_returned';
