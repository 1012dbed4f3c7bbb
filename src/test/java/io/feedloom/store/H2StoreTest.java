package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import org.junit.jupiter.api.Nested;

/** The contract on H2, on disk. */
class H2StoreTest {
  private static StorageSettings onDisk() {
    return StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  }

  @Nested
  class Subscriptions extends SubscriptionContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Leases extends LeaseContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Holds extends HoldContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Updates extends UpdateContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Texts extends TextContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Scans extends ScanContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Searches extends SearchContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Stories extends StoryContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Judgements extends JudgementContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Retentions extends RetentionContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Withdrawals extends WithdrawalContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }
}
