-- +goose Up
CREATE TABLE designs (
    id       TEXT PRIMARY KEY,
    token    BLOB NOT NULL CHECK (length(token) = 32), -- SHA-256 of the edit token
    revision INTEGER NOT NULL CHECK (revision > 0)     -- number of the current revision
) STRICT;

CREATE TABLE revisions (
    design   TEXT NOT NULL REFERENCES designs (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    saved_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
    sum      BLOB NOT NULL CHECK (length(sum) = 32), -- SHA-256 of the body
    body     BLOB NOT NULL,
    PRIMARY KEY (design, number)
) STRICT;

-- One row that the readiness check writes and reads back.
CREATE TABLE probe (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
) STRICT;

-- +goose Down
DROP TABLE probe;
DROP TABLE revisions;
DROP TABLE designs;
