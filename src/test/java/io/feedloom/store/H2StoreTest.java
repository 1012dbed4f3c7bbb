package io.feedloom.store;

import io.feedloom.config.StorageSettings;

/** The contract on H2, on disk. */
class H2StoreTest extends StoreContract {
  @Override
  StorageSettings freshDatabase() {
    return StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  }
}
