-- The journal: append-only, each entry chained to the one before it by its hash.
CREATE TABLE journal (
    seq        INTEGER PRIMARY KEY CHECK (seq > 0),
    at         INTEGER NOT NULL, -- microseconds since 1970, UTC
    run        TEXT    NOT NULL, -- the run of the program that wrote it
    intent     TEXT    NOT NULL,
    state      TEXT    NOT NULL, -- what the intent became
    connection TEXT,             -- these four: of what was planned, and once more of what was sent
    account    TEXT,
    currency   TEXT,
    amount     TEXT,             -- decimal, without trailing zeros
    body       TEXT    NOT NULL, -- the rest, as JSON
    previous   TEXT    NOT NULL, -- the hash of the entry before it
    hash       TEXT    NOT NULL  -- SHA-256 of everything above
) STRICT;

-- What an intent is now: the state of its last entry. Each index is one more page to write for every order: there are
-- no more than have to be.
CREATE INDEX journal_intent ON journal (intent, seq, state);
-- What left a connection since a time, for its limits.
CREATE INDEX journal_sent ON journal (connection, at) WHERE state = 'sent';

CREATE TRIGGER journal_is_never_edited BEFORE UPDATE ON journal
BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;

-- What is written to see that the database can be.
CREATE TABLE proof (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at  INTEGER NOT NULL
) STRICT;
