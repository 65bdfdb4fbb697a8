-- How far files of other registers were taken in: a file is known by its digest.
CREATE TABLE imports (digest TEXT PRIMARY KEY, through INTEGER NOT NULL) STRICT, WITHOUT ROWID;
