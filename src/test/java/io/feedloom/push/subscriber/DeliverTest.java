package io.feedloom.push.subscriber;

import io.feedloom.config.StorageSettings;

class DeliverTest extends DeliverContract {
  @Override
  StorageSettings freshDatabase() {
    return StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  }
}
