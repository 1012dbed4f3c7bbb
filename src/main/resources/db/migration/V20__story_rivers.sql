-- The place of each entry of a story in the river. Rankings count the entries of a time in this order.
ALTER TABLE story_entry ADD COLUMN IF NOT EXISTS river BIGINT DEFAULT 0 NOT NULL;
UPDATE story_entry s
SET river = COALESCE((SELECT e.river FROM entry e WHERE e.feed_id = s.feed_id AND e.id = s.id), 0)
WHERE s.river = 0;
CREATE INDEX IF NOT EXISTS story_entry_by_river ON story_entry (river, feed_id, story);
