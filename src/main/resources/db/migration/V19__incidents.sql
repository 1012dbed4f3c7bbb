-- What is or was wrong with sources and with the program itself. H2 commits each statement for itself, so each can be run
-- again after the process was killed between two of them.
CREATE TABLE IF NOT EXISTS incident (
  id VARCHAR(36) PRIMARY KEY,               -- a UUID, also in public
  open_subject VARCHAR,                     -- what it is about, once while it is not resolved; null: resolved
  state SMALLINT NOT NULL,                  -- 0: suspected, 1: open, 2: resolved
  changed BIGINT NOT NULL,                  -- when its course last changed
  announces SMALLINT NOT NULL,              -- 1: a change of its course was not announced yet
  detail VARCHAR NOT NULL                   -- the rest; JSON
);
CREATE UNIQUE INDEX IF NOT EXISTS incident_open ON incident (open_subject);
CREATE INDEX IF NOT EXISTS incident_changed ON incident (state, changed);

-- What each process last saw of itself.
CREATE TABLE IF NOT EXISTS incident_sighting (
  node VARCHAR(36) NOT NULL,
  subject VARCHAR NOT NULL,
  seen BIGINT NOT NULL,                     -- when it was last seen
  detail VARCHAR NOT NULL,                  -- JSON
  PRIMARY KEY (node, subject)
);

-- Which process decides about incidents now.
CREATE TABLE IF NOT EXISTS incident_lease (
  name VARCHAR(20) PRIMARY KEY,
  node VARCHAR(36) NOT NULL,
  until_time BIGINT NOT NULL
);
INSERT INTO incident_lease (name, node, until_time)
SELECT 'alerts', '', 0 WHERE NOT EXISTS (SELECT 1 FROM incident_lease WHERE name = 'alerts');
