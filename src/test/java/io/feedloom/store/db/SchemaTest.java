package io.feedloom.store.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  void latestVersionIsThatOfTheNewestMigration() throws Exception {
    var migrations = Path.of(Schema.class.getResource("/db/migration").toURI());
    try (var files = Files.list(migrations)) {
      List<Integer> versions =
          files
              .map(file -> file.getFileName().toString())
              .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
              .sorted()
              .toList();
      assertThat(versions.getLast()).isEqualTo(Schema.LATEST);
    }
  }
}
