package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The contract with a real PostgreSQL. */
class PostgresStoreIT {

  @Nested
  class SubscriptionTable extends SubscriptionContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Backups extends BackupContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }

    @Override
    StorageSettings anotherDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Hub extends HubContract {
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
  class StoredHolds extends HoldContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class UpdateTransaction extends UpdateContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class Articles extends ArticleContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class StoredIncidents extends IncidentContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class WebhookTables extends WebhookContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class EntryIds extends EntryIdContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }

  @Nested
  class EntryIdMigrations extends EntryIdMigrationContract {
    @Override
    StorageSettings freshDatabase(Path folder) {
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
  class AliasTable extends AliasContract {
    @Override
    StorageSettings freshDatabase() {
      return Postgres.freshDatabase();
    }
  }
}
