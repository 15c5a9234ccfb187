-- What was seen of wallets: bounded, thinned out with age, as that of tasks is.
CREATE TABLE balance_samples (
    at         INTEGER NOT NULL, -- microseconds since 1970, UTC
    connection TEXT    NOT NULL,
    wallet     TEXT    NOT NULL,
    currency   TEXT    NOT NULL,
    amount     TEXT    NOT NULL, -- decimal, without trailing zeros
    PRIMARY KEY (at, connection, wallet, currency)
) STRICT, WITHOUT ROWID;
