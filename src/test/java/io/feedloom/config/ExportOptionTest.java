package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportOptionTest {
  @TempDir private Path folder;

  @Test
  void relativeFolderStartsBesideTheFile() {
    var admin =
        new AdminFolder(folder)
            .write(
                "feeds.yml",
                """
                public-url: https://x.example
                export: { folder: ./site, every: 5m }
                feeds: []
                """);

    assertThat(admin.settings().export())
        .contains(
            new ExportSettings(
                folder.toAbsolutePath().normalize().resolve("site"), Duration.ofMinutes(5)));
  }

  @Test
  void nothingIsExportedByDefault() {
    var admin = new AdminFolder(folder).write("feeds.yml", "feeds: []\n");

    assertThat(admin.settings().export()).isEmpty();
  }

  @Test
  void exportWithoutPublicAddressIsAFault() {
    var admin = new AdminFolder(folder).write("feeds.yml", "feeds: []\nexport: { folder: site }\n");

    assertThat(admin.faults())
        .containsExactly("feeds.yml:2:9: \"export\" needs the key \"public-url\"");
  }
}
