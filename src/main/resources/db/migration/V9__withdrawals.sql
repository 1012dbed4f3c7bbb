-- Entries that their publishers withdrew. Their identities stand in hidden_entry besides.
CREATE TABLE IF NOT EXISTS withdrawal (
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL,
  group_id INTEGER,                         -- its feed's; null: it appeared in no merged feed
  claimed BIGINT NOT NULL,                  -- when, as the publisher says; else the date of the document that lacks it
  noticed BIGINT NOT NULL,                  -- when the entry left the merged feeds
  how VARCHAR(7) NOT NULL,                  -- named by a tombstone, or missing from between others
  guid VARCHAR NOT NULL,                    -- empty where it appeared in no merged feed
  river BIGINT NOT NULL,
  categories VARCHAR NOT NULL,              -- keys that it bore, one a line
  PRIMARY KEY (feed_id, id)
);
CREATE INDEX IF NOT EXISTS withdrawal_by_group ON withdrawal (group_id, noticed, feed_id, id);
CREATE INDEX IF NOT EXISTS withdrawal_noticed ON withdrawal (noticed, feed_id, id);
