package io.feedloom.store;

import io.feedloom.config.StorageSettings;

/** The contract on PostgreSQL. */
class PostgresStoreIT extends StoreContract {
  @Override
  StorageSettings freshDatabase() {
    return Postgres.freshDatabase();
  }
}
