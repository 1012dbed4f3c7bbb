package io.feedloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.NativePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths with any letters work where the locale knows ASCII alone, as in bare containers. */
class AsciiLocaleTest {
  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    folder = NativePath.resolve(temporary, "Übersicht für 漢字");
    write(
        "fünf.yml",
        """
        server: { port: 0 }
        feeds: []
        include: ["möre/*.yml", "möre/lïst.opml", "möre/göne.yml"]
        """);
    write("möre/zwölf.yml", "feeds: [https://a.example/]\n");
    write("möre/lïst.opml", "<opml><body><outline xmlUrl='https://b.example/'/></body></opml>");
  }

  private Path path(String name) {
    return NativePath.of(NativePath.text(folder) + "/" + name);
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(path(name).getParent());
    Files.writeString(path(name), text);
  }

  private Process start(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.feedloom.Main"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("LANG");
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  @Test
  void feedsYmlAndItsIncludesAreFoundAndNamed() throws Exception {
    var process = start("check", "--config", NativePath.text(path("fünf.yml")));
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said)
        .contains("für 漢字/fünf.yml:3:", "this include was not found", "1 fault;")
        .doesNotContain("\uFFFD");
  }

  @Test
  void dataFolderIsBesideFeedsYml() throws Exception {
    var process = start("serve", "--config", NativePath.text(path("fünf.yml")));
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      var said = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith("Feedloom ")) {
          break;
        }
      }
      assertThat(said.toString()).contains("serves 2 feeds");
      assertThat(Files.size(path("data/feedloom.mv.db"))).isPositive();
    } finally {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
