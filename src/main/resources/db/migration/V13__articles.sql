-- Entries whose pages are to be fetched for their full text. H2 commits each statement for itself, so each can be run
-- again after the process was killed between two of them.
CREATE TABLE IF NOT EXISTS article (
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL,                       -- of the entry
  due BIGINT NOT NULL,                      -- when to look at it again: the next try, the end of the hold, or the end of the lease
  next_try BIGINT NOT NULL,                 -- the page is not requested earlier
  leased BIGINT NOT NULL,                   -- the end of the lease; 0: not leased
  tries INTEGER NOT NULL,                   -- how many requests have begun
  held_until BIGINT,                        -- the entry is hidden until then; null: it is not held back
  PRIMARY KEY (feed_id, id)
);
CREATE INDEX IF NOT EXISTS article_due ON article (due, feed_id, id);

-- The newest problems with the pages of a feed's entries; JSON.
ALTER TABLE feed ADD COLUMN IF NOT EXISTS article_problems VARCHAR;
