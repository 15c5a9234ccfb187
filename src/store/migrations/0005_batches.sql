-- Sendings of files. What became of their lines is in the journal, by ids that follow from the file.
--
-- What stands within a statement is kept in the database: the words stand before it. `digest` is the file's SHA-256, `at`
-- in microseconds since 1970, UTC, `kind` what its lines are, `shown` what the operator was shown, as JSON, and `run` the
-- run that sends it now.
CREATE TABLE batches (id INTEGER PRIMARY KEY, digest TEXT NOT NULL, connection TEXT NOT NULL, number INTEGER NOT NULL,
at INTEGER NOT NULL, operator TEXT NOT NULL, kind TEXT NOT NULL, lines INTEGER NOT NULL, shown TEXT NOT NULL, run TEXT,
UNIQUE (digest, connection, number)) STRICT;

-- The lines that were begun, each in the transaction that wrote it to the journal: `ending` is the payee by the last four
-- digits, `payout` the keyed hash of payee and amount.
CREATE TABLE batch_lines (intent TEXT PRIMARY KEY, batch INTEGER NOT NULL, line INTEGER NOT NULL,
attempt INTEGER NOT NULL, ending TEXT NOT NULL, payout TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Whether a payout was sent before.
CREATE INDEX batch_lines_payout ON batch_lines (payout);

-- The key of these hashes. It is here and nowhere else, so that no export has it; it goes where they go.
CREATE TABLE payout_key (one INTEGER PRIMARY KEY CHECK (one = 1), key BLOB NOT NULL) STRICT;
