-- What was seen of tasks: bounded, thinned out with age.
CREATE TABLE task_samples (
    connection TEXT    NOT NULL,
    account    TEXT    NOT NULL,
    task       TEXT    NOT NULL,
    at         INTEGER NOT NULL, -- microseconds since 1970, UTC
    progress   INTEGER NOT NULL, -- hundredths of a per cent
    success    INTEGER NOT NULL, -- hundredths of a per cent
    orders     INTEGER NOT NULL,
    succeeded  INTEGER NOT NULL,
    PRIMARY KEY (connection, account, task, at)
) STRICT, WITHOUT ROWID;

CREATE INDEX task_samples_at ON task_samples (at);

-- How far it is thinned out: up to which time one sample is kept in each span.
CREATE TABLE thinned (
    span  INTEGER PRIMARY KEY, -- microseconds
    until INTEGER NOT NULL     -- microseconds since 1970, UTC
) STRICT;
