-- Which entry is known to readers by its guid alone. Every statement can be run again after the process was killed
-- between two of them: H2 commits each that makes a table by itself.
CREATE TABLE IF NOT EXISTS guid_owner (
  id BIGINT PRIMARY KEY,                    -- digest of the guid
  feed_id INTEGER NOT NULL                  -- the feed whose entry of this id is known by it
);

-- Entries with the guid of another feed's entry, or with one that could be a derived id.
CREATE TABLE IF NOT EXISTS guid_taken (
  feed_id INTEGER NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (feed_id, id)
);

-- The stored entries by id, and those of one id in the order in which they have a right to the guid: entries of public
-- feeds, of feeds that need a key, of feeds that left feeds.yml; among these, entries that show, that a rule drops,
-- that were deleted; among these, the first seen.
DROP TABLE IF EXISTS guid_use;
CREATE TABLE guid_use (
  id BIGINT NOT NULL,
  standing INTEGER NOT NULL,
  first_seen BIGINT NOT NULL,
  feed_id INTEGER NOT NULL,
  PRIMARY KEY (id, standing, first_seen, feed_id)
);

INSERT INTO guid_use (id, standing, first_seen, feed_id)
SELECT e.id, CASE WHEN f.name IS NULL THEN 6 WHEN g.combination LIKE '*%' THEN 3 ELSE 0 END, e.first_seen, e.feed_id
FROM entry e JOIN feed f ON f.id = e.feed_id LEFT JOIN feed_group g ON g.id = f.group_id
ORDER BY e.id;

INSERT INTO guid_use (id, standing, first_seen, feed_id)
SELECT e.id,
  CASE WHEN f.name IS NULL THEN 6 WHEN g.combination LIKE '*%' THEN 3 ELSE 0 END
  + CASE WHEN e.payload IS NULL THEN 2 ELSE 1 END, e.first_seen, e.feed_id
FROM hidden_entry e JOIN feed f ON f.id = e.feed_id LEFT JOIN feed_group g ON g.id = f.group_id
ORDER BY e.id;

INSERT INTO guid_owner (id, feed_id)
SELECT u.id, u.feed_id FROM guid_use u
WHERE NOT EXISTS (
  SELECT 1 FROM guid_use o
  WHERE o.id = u.id AND (o.standing, o.first_seen, o.feed_id) < (u.standing, u.first_seen, u.feed_id))
AND NOT EXISTS (SELECT 1 FROM guid_owner p WHERE p.id = u.id);

INSERT INTO guid_taken (feed_id, id)
SELECT u.feed_id, u.id FROM guid_use u JOIN guid_owner p ON p.id = u.id
WHERE p.feed_id <> u.feed_id
AND NOT EXISTS (SELECT 1 FROM guid_taken t WHERE t.feed_id = u.feed_id AND t.id = u.id);

DROP TABLE guid_use;

-- The address under which a feed was first subscribed. Derived ids are made from it, so it stays when the address is
-- edited.
ALTER TABLE feed ADD COLUMN IF NOT EXISTS first_url VARCHAR;
UPDATE feed SET first_url = url WHERE first_url IS NULL;
ALTER TABLE feed ALTER COLUMN first_url SET NOT NULL;
