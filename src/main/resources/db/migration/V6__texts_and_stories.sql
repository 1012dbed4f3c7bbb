-- What this database is told from others by; 0 until it is asked for.
INSERT INTO turn (name, number) VALUES ('identity', 0);

-- What a story is known by: the digest of a link, or of some words of a title. Carries the river, so that a title is
-- looked for only among what was published at that time.
CREATE TABLE story_trait (
  trait BIGINT NOT NULL,
  river BIGINT NOT NULL,
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL,
  story BIGINT NOT NULL,                    -- that it belongs to, or would found
  PRIMARY KEY (trait, river, feed_id, id)
);

-- The entries of stories that several feeds tell. What stands alone has no row.
CREATE TABLE story_entry (
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL,
  story BIGINT NOT NULL,
  why VARCHAR(5) NOT NULL                   -- first, link or text
);
CREATE INDEX story_entry_by_key ON story_entry (feed_id, id);
CREATE INDEX story_entry_by_story ON story_entry (story);
