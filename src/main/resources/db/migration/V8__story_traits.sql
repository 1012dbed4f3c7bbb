-- What a story is known by stands with the entry, and goes with it. Entries that are stored already stay in their
-- stories, but are not recognised when another feed tells them now. H2 commits each statement for itself, so each can
-- be run again after the process was killed between them.
ALTER TABLE entry ADD COLUMN IF NOT EXISTS link BIGINT;     -- digest of where it leads; null: to no page of its own, or to that of another entry of its feed
ALTER TABLE entry ADD COLUMN IF NOT EXISTS title_1 BIGINT;  -- digests of some words of its title and all its numbers; null: too short
ALTER TABLE entry ADD COLUMN IF NOT EXISTS title_2 BIGINT;
CREATE INDEX IF NOT EXISTS entry_by_link ON entry (link, river, feed_id, id);
CREATE INDEX IF NOT EXISTS entry_by_title_1 ON entry (title_1, river, feed_id, id);
CREATE INDEX IF NOT EXISTS entry_by_title_2 ON entry (title_2, river, feed_id, id);
DROP TABLE IF EXISTS story_trait;
