package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenFilesTest {
  @TempDir private Path temporary;
  private AdminFolder folder;

  @BeforeEach
  void open() {
    folder = new AdminFolder(temporary);
  }

  @Test
  void missingFileIsReported() {
    assertThat(folder.faults()).containsExactly("feeds.yml: there is no such file");
    assertThat(folder.read(Map.of()).files()).containsExactly(temporary.resolve("feeds.yml"));
  }

  @Test
  void folderInsteadOfAFileIsReported() throws IOException {
    Files.createDirectory(temporary.resolve("feeds.yml"));

    assertThat(folder.faults()).containsExactly("feeds.yml: is a folder, not a file");
  }

  @Test
  void unreadableFileIsReported() throws IOException {
    var file = temporary.resolve("feeds.yml");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
    assumeFalse(Files.isReadable(file), "root may read everything");

    assertThat(folder.faults())
        .containsExactly("feeds.yml: is not readable by the user that runs Feedloom");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing but a comment\n", "\uFEFF"})
  void emptyFileIsReported(String text) {
    folder.write("feeds.yml", text);

    assertThat(folder.faults())
        .containsExactly("feeds.yml: is empty; it needs at least the key \"feeds\"");
  }

  @Test
  void binaryFileIsReported() {
    folder.write("feeds.yml", "feeds: []\nab\0c".getBytes(StandardCharsets.UTF_8));

    assertThat(folder.faults())
        .containsExactly("feeds.yml:2:3: a NUL byte: this is not a text file");
  }

  @Test
  void fileInAnotherEncodingIsReported() {
    folder.write("feeds.yml", "feeds: []\ntitle: é – Café\n".getBytes(StandardCharsets.UTF_8));
    assertThat(folder.settings().title()).isEqualTo("é – Café");

    folder.write("feeds.yml", "feeds: []\ntitle: Café\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(folder.faults())
        .containsExactly("feeds.yml:2:11: not UTF-8 from here on; save it as UTF-8");

    folder.write("feeds.yml", "feeds: []".getBytes(StandardCharsets.UTF_16));
    assertThat(folder.faults()).containsExactly("feeds.yml: is UTF-16; save it as UTF-8");
  }

  @Test
  void controlCharacterIsReported() {
    folder.write("feeds.yml", "feeds: []\ntitle: a\u0007b\n");

    assertThat(folder.faults())
        .containsExactly("feeds.yml:2:9: the control character U+0007 is not allowed in YAML");
  }

  @Test
  void tooLargeFileIsReported() throws IOException {
    try (var file = new RandomAccessFile(temporary.resolve("feeds.yml").toFile(), "rw")) {
      file.setLength(SourceText.LIMIT + 1L);
    }

    assertThat(folder.faults())
        .containsExactly("feeds.yml: is larger than 64 MiB; include several smaller files");
  }

  @Test
  void tabIsReported() {
    folder.write("feeds.yml", "feeds:\n\t- https://a.example/\n");

    assertThat(folder.faults())
        .containsExactly("feeds.yml:2:1: here is a tab; indent YAML with spaces");
  }

  @Test
  void twoDocuments() {
    folder.write("feeds.yml", "feeds: []\n---\nfeeds: []\n");

    assertThat(folder.faults())
        .containsExactly("feeds.yml:2:1: a second document begins here; only one is allowed");
  }

  @Test
  void aliasWithoutAnchor() {
    folder.write("feeds.yml", "feeds: *all\n");

    assertThat(folder.faults())
        .containsExactly("feeds.yml:1:8: there is no anchor of this name before the alias");
  }

  @Test
  void listThatContainsItselfIsReported() {
    folder.write("feeds.yml", "feeds: &all [*all]\n");

    assertThat(folder.faults())
        .containsExactly("feeds.yml:1:14: this alias refers to a value that contains the alias");
  }

  @Test
  void aliasesThatMultiply() {
    var bomb = new StringBuilder("a: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    folder.write("feeds.yml", bomb.append("feeds: *a29\n").toString());

    assertThat(folder.faults())
        .containsExactly("feeds.yml:6:45: aliases repeat more than 1000000 values in all");
  }

  @Test
  void valuesThatNestWithoutEnd() {
    folder.write("feeds.yml", "feeds: " + "[".repeat(100_000));

    assertThat(folder.faults())
        .containsExactly("feeds.yml:1:48: values nest deeper than 40 levels");
  }

  @Test
  void hundredThousandFaultsAreAllReported() {
    folder.write("feeds.yml", "feeds:\n" + "  - x\n".repeat(100_000));

    assertThat(Assertions.assertTimeout(Duration.ofSeconds(60), () -> folder.faults()))
        .hasSize(100_000);
  }
}
