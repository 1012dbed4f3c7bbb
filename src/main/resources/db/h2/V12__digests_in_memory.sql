-- The newest digests of links, titles and guids are in memory. These indexes cost a page of the file for each entry.
DROP INDEX IF EXISTS entry_by_link;
DROP INDEX IF EXISTS entry_by_title_1;
DROP INDEX IF EXISTS entry_by_title_2;
