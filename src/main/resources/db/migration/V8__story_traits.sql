-- What a story is known by stands with the entry, and goes with it. Entries that are stored already stay in their
-- stories, but are not recognised when another feed tells them now.
ALTER TABLE entry ADD COLUMN link BIGINT;     -- digest of where it leads; null: to no page of its own, or to that of another entry of its feed
ALTER TABLE entry ADD COLUMN title_1 BIGINT;  -- digests of some words of its title and all its numbers; null: too short
ALTER TABLE entry ADD COLUMN title_2 BIGINT;
CREATE INDEX entry_by_link ON entry (link, river, feed_id, id);
CREATE INDEX entry_by_title_1 ON entry (title_1, river, feed_id, id);
CREATE INDEX entry_by_title_2 ON entry (title_2, river, feed_id, id);
DROP TABLE story_trait;

-- Written twice for each entry, and only by whoever holds its feed: that a row is there once need not be looked up.
ALTER TABLE entry_category RENAME TO entry_category_before;
CREATE TABLE entry_category (
  category BIGINT NOT NULL,                 -- digest of its key
  group_id INTEGER NOT NULL,
  river BIGINT NOT NULL,
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL
);
INSERT INTO entry_category SELECT category, group_id, river, feed_id, id FROM entry_category_before;
DROP TABLE entry_category_before;
CREATE INDEX entry_category_by_run ON entry_category (category, group_id, river, feed_id, id);
