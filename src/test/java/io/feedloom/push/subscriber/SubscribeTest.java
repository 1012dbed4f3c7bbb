package io.feedloom.push.subscriber;

import io.feedloom.config.StorageSettings;

class SubscribeTest extends SubscribeContract {
  @Override
  StorageSettings freshDatabase() {
    return StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  }
}
