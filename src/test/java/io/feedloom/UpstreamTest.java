package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of what publishers get from us names tests that are there. */
class UpstreamTest {
  private static final Path TABLE = Path.of("src/docs/upstream.md");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

  @Test
  void everyTestThatTheTableNamesIsThere() throws IOException {
    Map<String, String> sources = sources();

    assertThat(NAMED.matcher(Files.readString(TABLE)).results())
        .hasSizeGreaterThan(80)
        .allSatisfy(
            test ->
                assertThat(sources.getOrDefault(test.group(1), ""))
                    .as(test.group())
                    .containsPattern("void " + test.group(2) + "\\("));
  }

  @Test
  void everyPointHasATest() throws IOException {
    var rows =
        Files.readAllLines(TABLE).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| **"))
            .skip(1);

    assertThat(rows).allSatisfy(row -> assertThat(row).containsPattern(NAMED));
  }

  private static Map<String, String> sources() throws IOException {
    try (var files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  UpstreamTest::read,
                  String::concat));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
