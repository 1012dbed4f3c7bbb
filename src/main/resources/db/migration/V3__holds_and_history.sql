-- Hosts and domains that asked us to wait.
CREATE TABLE hold (
  scope VARCHAR(260) PRIMARY KEY,           -- a host; "*." and a domain for all its hosts
  until_time BIGINT NOT NULL,
  reason VARCHAR NOT NULL
);

-- The last polls, the newest first, 12 bytes each; see History.
ALTER TABLE feed ADD COLUMN history BYTEA;
