-- +goose Up
CREATE TABLE designs (
    id       text PRIMARY KEY,
    token    bytea NOT NULL CHECK (length(token) = 32), -- SHA-256 of the edit token
    revision bigint NOT NULL CHECK (revision > 0)       -- number of the current revision
);

CREATE TABLE revisions (
    design   text NOT NULL REFERENCES designs (id) ON DELETE CASCADE,
    number   bigint NOT NULL,
    saved_at bigint NOT NULL, -- milliseconds since 1970, UTC
    sum      bytea NOT NULL CHECK (length(sum) = 32), -- SHA-256 of the body
    body     bytea NOT NULL,
    PRIMARY KEY (design, number)
);

-- One row that the readiness check writes and reads back.
CREATE TABLE probe (
    id    bigint PRIMARY KEY CHECK (id = 1),
    value bigint NOT NULL
);

-- +goose Down
DROP TABLE probe;
DROP TABLE revisions;
DROP TABLE designs;
