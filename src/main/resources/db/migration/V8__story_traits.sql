-- An entry's traits are made anew from the entry when it is forgotten, and its story stands in story_entry: of the
-- largest of the tables only the row by which an entry is found is left.
DROP INDEX story_trait_by_key;
ALTER TABLE story_trait DROP COLUMN story;
