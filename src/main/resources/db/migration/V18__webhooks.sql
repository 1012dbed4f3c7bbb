-- The webhooks of feeds.yml, and what they are still to be sent. H2 commits each statement for itself, so each can be
-- run again after the process was killed between two of them.
CREATE TABLE IF NOT EXISTS webhook (
  name VARCHAR(100) PRIMARY KEY,
  settings INTEGER NOT NULL,                -- a short digest of its settings, to notice a change
  place BIGINT NOT NULL,                    -- the position in the log of arrivals up to which its entries were queued
  next_number BIGINT NOT NULL,              -- of the next row of webhook_entry or webhook_message
  leased BIGINT NOT NULL,                   -- the end of the lease of the process that sends to it; 0: not leased
  off_since BIGINT,                         -- when it answered that it is gone; null: it is on
  delivered BIGINT NOT NULL,                -- messages that it accepted
  given_up BIGINT NOT NULL,                 -- messages that it never accepted
  dropped BIGINT NOT NULL,                  -- entries and messages that were dropped because too many waited
  last_delivery BIGINT,
  last_failure BIGINT,
  answer VARCHAR                            -- its last answer, or why there was none
);

-- Entries that wait for the next message.
CREATE TABLE IF NOT EXISTS webhook_entry (
  webhook VARCHAR(100) NOT NULL,
  number BIGINT NOT NULL,
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL,
  river BIGINT NOT NULL,
  added BIGINT NOT NULL,
  PRIMARY KEY (webhook, number)
);
CREATE UNIQUE INDEX IF NOT EXISTS webhook_entry_once ON webhook_entry (webhook, feed_id, id);

-- Messages that were not accepted yet, in the order in which they are sent.
CREATE TABLE IF NOT EXISTS webhook_message (
  webhook VARCHAR(100) NOT NULL,
  number BIGINT NOT NULL,
  id VARCHAR(64) NOT NULL,                  -- the field webhook-id
  content_type VARCHAR NOT NULL,
  body BYTEA NOT NULL,
  created BIGINT NOT NULL,
  failures INTEGER NOT NULL,
  next_try BIGINT NOT NULL,
  PRIMARY KEY (webhook, number)
);
