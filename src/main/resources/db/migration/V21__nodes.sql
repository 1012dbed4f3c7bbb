-- The configurations that nodes loaded, in their order. The newest is in force on all nodes. H2 commits each statement for
-- itself, so each can be run again after the process was killed between two of them.
CREATE TABLE IF NOT EXISTS configuration (
  revision BIGINT PRIMARY KEY,
  digest VARCHAR(64) NOT NULL,              -- identifies the content of the files
  loaded BIGINT NOT NULL,                   -- when it came into force
  node VARCHAR(200) NOT NULL,               -- the node that loaded it
  files BYTEA                               -- the files without secrets; null for all but the newest
);
CREATE INDEX IF NOT EXISTS configuration_digest ON configuration (digest);

-- The running nodes, each with its own row.
CREATE TABLE IF NOT EXISTS node (
  process VARCHAR(36) PRIMARY KEY,          -- a UUID
  name VARCHAR(200) NOT NULL,
  version VARCHAR(100) NOT NULL,
  started BIGINT NOT NULL,
  seen BIGINT NOT NULL,                     -- when it last wrote this row, by the clock of the database
  state VARCHAR(20) NOT NULL,
  revision BIGINT NOT NULL,                 -- of the configuration that it uses; 0: none
  polling INTEGER NOT NULL,                 -- polls that run
  polls BIGINT NOT NULL,                    -- polls since its start
  arrivals BIGINT NOT NULL                  -- new and changed entries since its start
);
