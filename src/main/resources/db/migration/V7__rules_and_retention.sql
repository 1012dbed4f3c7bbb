-- What the admin's rules made of an entry; entries that no rule concerns have no row.
CREATE TABLE judgement (
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL,
  text VARCHAR NOT NULL,                    -- JSON: Judgement
  PRIMARY KEY (feed_id, id)
);

-- Entries that are known but appear nowhere: those that a rule drops, whole, so that they come back with the rule;
-- and of those that were deleted for their age the identity alone, so that they do not come back as new.
CREATE TABLE hidden_entry (
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL,
  fingerprint BIGINT NOT NULL,
  river BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,
  last_changed BIGINT NOT NULL,
  payload BYTEA,                            -- null: deleted for its age
  PRIMARY KEY (feed_id, id)
);

-- Entries that their feed no longer carries, and when that was first noticed.
CREATE TABLE departed (
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (feed_id, id)
);
CREATE INDEX departed_since ON departed (since, feed_id, id);

ALTER TABLE feed ADD COLUMN hidden BIGINT DEFAULT 0 NOT NULL;  -- rows in hidden_entry
ALTER TABLE feed ADD COLUMN judged BIGINT DEFAULT 0 NOT NULL;  -- the rules that all its entries were judged by; 0: none
ALTER TABLE feed ADD COLUMN carried BYTEA;                     -- packed: the ids in its document when last read
ALTER TABLE feed ADD COLUMN unsubscribed BIGINT;               -- since when it is in feeds.yml no more

-- By which an entry is forgotten.
CREATE INDEX story_trait_by_key ON story_trait (feed_id, id);
