-- The fields of an entry that rules changed, packed; null if there are none. The entry's own row stays as its publisher wrote it.
ALTER TABLE judgement ADD COLUMN IF NOT EXISTS revision BYTEA;
