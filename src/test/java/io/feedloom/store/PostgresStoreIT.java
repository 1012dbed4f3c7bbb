package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import org.junit.jupiter.api.Nested;

/** The contract on a real PostgreSQL, and what only several processes can do. */
class PostgresStoreIT {

  @Nested
  class Subscriptions extends SubscriptionContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Leases extends LeaseContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Holds extends HoldContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Updates extends UpdateContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Texts extends TextContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Scans extends ScanContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Searches extends SearchContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Stories extends StoryContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Judgements extends JudgementContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Retentions extends RetentionContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Withdrawals extends WithdrawalContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Aliases extends AliasContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }
}
