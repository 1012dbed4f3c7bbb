-- What entries are found by whose guid is shared with others of their feed. Feeds whose guids are unique have no rows.
CREATE TABLE IF NOT EXISTS entry_alias (
  feed_id INTEGER NOT NULL,
  alias BIGINT NOT NULL,                    -- digest of the guid and of what the entry says
  id BIGINT NOT NULL,                       -- 0: several entries have it, or it stands for the guid itself
  PRIMARY KEY (feed_id, alias)
);
CREATE INDEX IF NOT EXISTS entry_alias_by_entry ON entry_alias (feed_id, id);
-- The alias 0 marks feeds with entries that were identified by their order; these get their aliases when one is needed.
INSERT INTO entry_alias (feed_id, alias, id)
SELECT f.id, 0, 0 FROM feed f
WHERE f.entries + f.hidden > 0 AND NOT EXISTS (SELECT 1 FROM entry_alias a WHERE a.feed_id = f.id AND a.alias = 0);
