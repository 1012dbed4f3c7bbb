package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A table of points and of the tests that hold each. */
record PointTable(Path file) {
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

  /**
   * @param least fewer tests it does not name
   */
  void namesTestsThatAreThere(int least) throws IOException {
    Map<String, String> sources = sources();

    assertThat(NAMED.matcher(Files.readString(file)).results())
        .hasSizeGreaterThan(least)
        .allSatisfy(
            test ->
                assertThat(sources.getOrDefault(test.group(1), ""))
                    .as(test.group())
                    .containsPattern("void " + test.group(2) + "\\("));
  }

  void hasATestForEachPoint() throws IOException {
    var rows =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| **"))
            .filter(line -> !line.startsWith("| point |"));

    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row).containsPattern(NAMED));
  }

  private static Map<String, String> sources() throws IOException {
    try (var files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  PointTable::read,
                  String::concat));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
