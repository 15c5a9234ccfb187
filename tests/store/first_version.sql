-- A journal as the first version of its schema has it: never changed, as what users have is not.
PRAGMA application_id = 1885436276;
PRAGMA journal_mode = WAL;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES (1, 'journal', '2026-03-02 12:00:00', 1, x'59e332bbf79d24a77e818e9fe18ea6999a232bd11837bc8734de9d75b585002db40cb7ebb1a6f60ebea297d0ddea7ec6', 1000);

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

INSERT INTO journal VALUES (1, 1772452800000000, '019caf00-0000-7000-8000-00000000ffff', '019caf00-0000-7000-8000-0000000000a1', 'planned', 'live', '69a5c1', 'INR', '1500.5', '{"environment":"production","kind":"create-order","title":"CARD ••••••4321","words":"withdraw INR 1,500.50","operator":"asha","shown":["Withdraw?","INR 1,500.50 leaves CARD ••••••4321"],"request":[["payAccountId","69a5c1"],["amount","1500.50"]]}', '0000000000000000000000000000000000000000000000000000000000000000', 'be18c2e1f2fac00f6a61fcf610c8dfc892c06931d7b9a0fc24b90fe2fddfb6bf');
INSERT INTO journal VALUES (2, 1772452801000000, '019caf00-0000-7000-8000-00000000ffff', '019caf00-0000-7000-8000-0000000000a1', 'sent', 'live', '69a5c1', 'INR', '1500.5', '{}', 'be18c2e1f2fac00f6a61fcf610c8dfc892c06931d7b9a0fc24b90fe2fddfb6bf', '05e4329e7c3dfa98dfc1a0166b8e8271cb1c563d406aa93c75bf74fceded7963');
INSERT INTO journal VALUES (3, 1772452831000000, '019caf00-0000-7000-8000-00000000ffff', '019caf00-0000-7000-8000-0000000000a1', 'unconfirmed', NULL, NULL, NULL, NULL, '{"plain":"no answer within 30 s"}', '05e4329e7c3dfa98dfc1a0166b8e8271cb1c563d406aa93c75bf74fceded7963', 'b9c2712126fde89d1efeb36634ee86f8e1eaec2f3379362f9ed2c30b04635f3b');
INSERT INTO journal VALUES (4, 1772452860000000, '019caf00-0000-7000-8000-00000000ffff', '019caf00-0000-7000-8000-0000000000b2', 'planned', 'live', '69a5c2', 'INR', '200', '{"environment":"production","kind":"create-order","title":"CARD ••••••4321","words":"withdraw INR 200.00","operator":"asha","shown":[],"request":[["payAccountId","69a5c2"],["amount","200"]]}', 'b9c2712126fde89d1efeb36634ee86f8e1eaec2f3379362f9ed2c30b04635f3b', 'eca08934a1b7bd67807a38d568496da515a65f50a92bd860ab3f381a09761c3e');
INSERT INTO journal VALUES (5, 1772452861000000, '019caf00-0000-7000-8000-00000000ffff', '019caf00-0000-7000-8000-0000000000b2', 'sent', 'live', '69a5c2', 'INR', '200', '{}', 'eca08934a1b7bd67807a38d568496da515a65f50a92bd860ab3f381a09761c3e', 'fb58c129f9aec28ec0ff18162d516d3e52784297e2c20ed2c0ca001c77269f2a');
INSERT INTO journal VALUES (6, 1772453400000000, '019caf00-0000-7000-8000-00000000ffff', '019caf00-0000-7000-8000-0000000000a1', 'settled', NULL, NULL, NULL, NULL, '{"happened":false,"how":"operator","by":"ravi","evidence":"not on the bank''s statement"}', 'fb58c129f9aec28ec0ff18162d516d3e52784297e2c20ed2c0ca001c77269f2a', 'a2459b799ad1e392b70792716921cc3f3128ad48a6a35ad5ee02103d8061f7e9');
