-- Undo images as a statement with its parameters, in JSON: shorter triggers, which every start reads.
DROP TABLE undo_images;
CREATE TABLE undo_images (n INTEGER PRIMARY KEY, seq INTEGER NOT NULL, image TEXT NOT NULL) STRICT;
