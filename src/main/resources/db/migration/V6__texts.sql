-- What this database is told from others by; 0 until it is asked for.
INSERT INTO turn (name, number) VALUES ('identity', 0);
