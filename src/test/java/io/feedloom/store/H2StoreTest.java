package io.feedloom.store;

import static io.feedloom.store.Sample.NOON;
import static io.feedloom.store.Sample.change;
import static io.feedloom.store.Sample.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.feed.Update.Change;
import io.feedloom.store.row.RowStatements;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract with H2 on disk. */
class H2StoreTest {
  private static StorageSettings onDisk() {
    return StorageSettings.ofUrl("jdbc:h2:./data/feedloom");
  }

  @Nested
  class SubscriptionTable extends SubscriptionContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Backups extends BackupContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }

    @Override
    StorageSettings anotherDatabase() {
      return StorageSettings.ofUrl("jdbc:h2:./another/feedloom");
    }
  }

  @Nested
  class Hub extends HubContract {
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
  class StoredHolds extends HoldContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class UpdateTransaction extends UpdateContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class Articles extends ArticleContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class StoredIncidents extends IncidentContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class WebhookTables extends WebhookContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class EntryIds extends EntryIdContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }

  @Nested
  class EntryIdMigrations extends EntryIdMigrationContract {
    @Override
    StorageSettings freshDatabase(Path folder) {
      return StorageSettings.ofUrl("jdbc:h2:" + folder.resolve("feedloom"));
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

    /** Only for H2: PostgreSQL chooses indexes by statistics. */
    @Test
    void foundEntriesAreReadFromTheIndexWhereTheyWereFound() throws SQLException {
      subscribe(subscription("a", "x"), subscription("b", "x"));
      for (int i = 0; i < 20; i++) {
        arrive(
            i % 2 == 0 ? "a" : "b",
            IntStream.range(0, 50)
                .mapToObj(n -> change(n, "e" + n * 1_000 + n))
                .toArray(Change[]::new));
      }
      var feed = new int[] {1};
      var river = new long[] {NOON.toEpochMilli()};
      var id = new long[] {2};
      var group = new int[] {group("a")};

      assertThat(Plans.of(settings(), folder, RowStatements.ALONG_GROUP, feed, river, id, group))
          .containsIgnoringCase("entry_by_group")
          .doesNotContainIgnoringCase("entry_by_key");
      assertThat(Plans.of(settings(), folder, RowStatements.ALONG_FEED, feed, river, id))
          .containsIgnoringCase("entry_by_feed")
          .doesNotContainIgnoringCase("entry_by_key");
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

  @Nested
  class AliasTable extends AliasContract {
    @Override
    StorageSettings freshDatabase() {
      return onDisk();
    }
  }
}
