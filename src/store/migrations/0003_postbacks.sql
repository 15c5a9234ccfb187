-- The postbacks that were received. Those that hold are kept so many for each connection and so long; of those that do
-- not, the newest few.
CREATE TABLE postbacks (
    seq        INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL, -- microseconds since 1970, UTC
    provider   TEXT    NOT NULL,
    connection TEXT,             -- whose keys it is signed with
    kind       TEXT    NOT NULL,
    subject    TEXT    NOT NULL, -- the id of what it tells of; empty where it names none
    status     TEXT    NOT NULL, -- as the provider writes it; empty where it has none
    currency   TEXT,
    amount     TEXT,
    fault      TEXT,             -- what is wrong with it; NULL where it holds
    detail     TEXT,
    digest     BLOB    NOT NULL, -- SHA-256 of the bytes as they came; empty where it does not hold
    body       TEXT    NOT NULL  -- without account numbers
) STRICT;

-- The same postback is the same one however often it is sent.
CREATE UNIQUE INDEX postbacks_once ON postbacks (digest, subject, status) WHERE fault IS NULL;
-- For thinning out.
CREATE INDEX postbacks_of_connection ON postbacks (connection, seq) WHERE fault IS NULL;
CREATE INDEX postbacks_unverified ON postbacks (seq) WHERE fault IS NOT NULL;

-- How many came that do not hold, by hours.
CREATE TABLE unverified_postbacks (
    hour  INTEGER PRIMARY KEY, -- hours since 1970, UTC
    count INTEGER NOT NULL
) STRICT;
