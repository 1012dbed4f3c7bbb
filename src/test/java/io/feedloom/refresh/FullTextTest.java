package io.feedloom.refresh;

import io.feedloom.config.StorageSettings;

/** Full texts with H2 on disk. */
class FullTextTest extends FullTextContract {
  @Override
  StorageSettings freshDatabase() {
    return StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  }
}
