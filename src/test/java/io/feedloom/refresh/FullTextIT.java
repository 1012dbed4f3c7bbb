package io.feedloom.refresh;

import io.feedloom.config.StorageSettings;
import io.feedloom.store.Postgres;

/** Full texts with a real PostgreSQL. */
class FullTextIT extends FullTextContract {
  @Override
  StorageSettings freshDatabase() {
    return Postgres.freshDatabase();
  }
}
