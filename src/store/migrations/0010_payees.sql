-- The payees that are remembered, as no provider lists them: without dates of birth and streets, phones and account
-- numbers by their last digits. Who asks what is new goes on from the newest version they saw.
CREATE TABLE payees (
    connection TEXT    NOT NULL,
    no         TEXT    NOT NULL, -- the provider's number of them
    version    INTEGER NOT NULL, -- of the whole table; each that is written down has the next
    learned    INTEGER NOT NULL, -- microseconds since 1970, UTC
    looked     INTEGER,          -- when they were last looked up
    code       TEXT,
    status     TEXT,
    profile    TEXT,
    first_name TEXT,
    last_name  TEXT,
    email      TEXT,
    phone      TEXT,
    country    TEXT,
    state      TEXT,
    city       TEXT,
    zip        TEXT,
    language   TEXT,
    created    INTEGER,
    updated    INTEGER,
    accounts   INTEGER NOT NULL, -- whether their accounts were ever asked for
    PRIMARY KEY (connection, no)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX payees_version ON payees (version);

CREATE TABLE payee_accounts (
    connection TEXT    NOT NULL,
    no         TEXT    NOT NULL,
    place      INTEGER NOT NULL, -- in the provider's order
    token      TEXT    NOT NULL,
    tag        TEXT,
    kind       TEXT    NOT NULL,
    country    TEXT,
    currency   TEXT,
    ending     TEXT,             -- at most four digits
    status     TEXT    NOT NULL,
    created    INTEGER,
    PRIMARY KEY (connection, no, place)
) STRICT, WITHOUT ROWID;
