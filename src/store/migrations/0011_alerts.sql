-- What happened to alerts: only ever added to, and dropped as a whole with age. It is beside the journal and not in its
-- chain: nothing rests on it.
--
-- What stands within a statement is kept in the database: the words stand before it. `at` and `until`, which is when a
-- snooze ends, are in microseconds since 1970, UTC; `episode` is the number of the entry with which the alert was raised,
-- `about` what it is about, as a JSON list of words, and `event` raised, reminded, acknowledged, snoozed or over.
CREATE TABLE alerts (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, episode INTEGER NOT NULL, rule TEXT NOT NULL,
about TEXT NOT NULL, event TEXT NOT NULL, until INTEGER, level TEXT NOT NULL, words TEXT NOT NULL,
operator TEXT NOT NULL) STRICT;

-- What an alert is now: its last entry.
CREATE INDEX alerts_of ON alerts (rule, about, seq);

CREATE TRIGGER alerts_are_never_edited BEFORE UPDATE ON alerts
BEGIN SELECT RAISE (ABORT, 'what happened to alerts is append-only'); END;
