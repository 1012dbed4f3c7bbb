package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogOptionTest {
  @TempDir private Path folder;

  @Test
  void logIsTextFromInfoByDefault() {
    assertThat(log("feeds: []\n")).isEqualTo(LogSettings.DEFAULT);
  }

  @Test
  void formatAndLevelAreRead() {
    assertThat(log("feeds: []\nlog: { format: json, level: debug }\n"))
        .isEqualTo(new LogSettings(LogSettings.Format.JSON, LogSettings.Level.DEBUG));
  }

  @Test
  void otherWordIsAFault() {
    var admin = new AdminFolder(folder).write("feeds.yml", "feeds: []\nlog: { level: loud }\n");

    assertThat(admin.faults())
        .containsExactly(
            "feeds.yml:2:15: expected error, warn, info or debug, but found something else");
  }

  private LogSettings log(String yaml) {
    return new AdminFolder(folder).write("feeds.yml", yaml).settings().log();
  }
}
