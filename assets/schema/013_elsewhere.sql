-- When clients were last seen by a register kept elsewhere, which tells it without their visits: whoever is about to
-- lapse is found by it, as others are by their visits. It never changes, so no arrival pays for the index.
ALTER TABLE clients ADD COLUMN seen_elsewhere_at INTEGER;
CREATE INDEX clients_elsewhere ON clients(seen_elsewhere_at) WHERE seen_elsewhere_at IS NOT NULL;
