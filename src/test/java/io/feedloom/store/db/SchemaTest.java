package io.feedloom.store.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
  @ParameterizedTest
  @ValueSource(strings = {"h2", "postgresql"})
  void latestVersionIsThatOfTheNewestMigrationOfBothDatabases(String database) throws Exception {
    var versions = new ArrayList<>(versions("/db/migration"));
    versions.addAll(versions("/db/" + database));

    assertThat(versions).doesNotHaveDuplicates();
    assertThat(Collections.max(versions)).isEqualTo(Schema.LATEST);
  }

  private static List<Integer> versions(String folder) throws Exception {
    try (var files = Files.list(Path.of(Schema.class.getResource(folder).toURI()))) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
          .toList();
    }
  }
}
