-- When each entry of a story first arrived. Pages of stories with many sources are read in this order.
ALTER TABLE story_entry ADD COLUMN IF NOT EXISTS arrived BIGINT DEFAULT 0 NOT NULL;
UPDATE story_entry s
SET arrived = COALESCE((SELECT e.first_seen FROM entry e WHERE e.feed_id = s.feed_id AND e.id = s.id), 0)
WHERE s.arrived = 0;
CREATE INDEX IF NOT EXISTS story_entry_by_arrival ON story_entry (arrived, feed_id, id, story);
