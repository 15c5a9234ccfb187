-- What was seen of tasks: bounded, thinned out with age. In the order of time, so that what is new goes to one end and
-- what is old is found at the other.
CREATE TABLE task_samples (
    at         INTEGER NOT NULL, -- microseconds since 1970, UTC
    connection TEXT    NOT NULL,
    account    TEXT    NOT NULL,
    task       TEXT    NOT NULL,
    progress   INTEGER NOT NULL, -- hundredths of a per cent
    success    INTEGER NOT NULL, -- hundredths of a per cent
    orders     INTEGER NOT NULL,
    succeeded  INTEGER NOT NULL,
    PRIMARY KEY (at, connection, account, task)
) STRICT, WITHOUT ROWID;

-- How far it is thinned out: up to which time one sample is kept in each span.
CREATE TABLE thinned (
    span  INTEGER PRIMARY KEY, -- microseconds
    until INTEGER NOT NULL     -- microseconds since 1970, UTC
) STRICT;
