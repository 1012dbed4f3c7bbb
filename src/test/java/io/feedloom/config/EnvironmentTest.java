package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Credentials;
import io.feedloom.feed.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("NAME", "loom", "TOKEN", "tok3n", "PORT", "9090", "EVERY", "2h", "EMPTY", "");

  @TempDir private Path temporary;
  private AdminFolder folder;

  @BeforeEach
  void open() {
    folder = new AdminFolder(temporary);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${NAME} | loom",
        "The ${NAME} of ${NAME}s | The loom of looms",
        "$${NAME} | ${NAME}",
        "costs $5 {net} | costs $5 {net}",
        "$${ and ${NAME} | ${ and loom",
      })
  void variableIsReplacedByItsValue(String written, String title) {
    folder.write("feeds.yml", "feeds: []\ntitle: '" + written + "'");

    assertThat(folder.settings(ENVIRONMENT).title()).isEqualTo(title);
  }

  @Test
  void variablesStandInValuesOfEveryKind() {
    folder.write(
        "feeds.yml",
        """
        server: { port: "${PORT}", admin-token: "${TOKEN}" }
        polling:
          every: ${EVERY}
        feeds:
          - url: https://${NAME}.example/
            tags: "${NAME}, x"
            auth:
              bearer: ${TOKEN}
        """);
    var settings = folder.settings(ENVIRONMENT);

    assertThat(settings.server().port()).isEqualTo(9090);
    assertThat(settings.server().adminToken()).contains(new Secret("tok3n"));
    assertThat(settings.polling().every()).hasHours(2);
    assertThat(settings.subscriptions().getFirst().url()).hasToString("https://loom.example/");
    assertThat(settings.subscriptions().getFirst().tags()).hasToString("[loom, x]");
    assertThat(settings.subscriptions().getFirst().auth())
        .contains(new Credentials.Bearer(new Secret("tok3n")));
  }

  @Test
  void everyMissingVariableIsAFault() {
    folder.write("feeds.yml", "feeds: []\ntitle: ${GONE} and ${LOST}\n");

    assertThat(folder.faults(ENVIRONMENT))
        .containsExactly(
            "feeds.yml:2:8: the environment variable GONE is not set",
            "feeds.yml:2:8: the environment variable LOST is not set");
  }

  @Test
  void secretComesFromAFileWithoutItsLastLineBreak() {
    folder.write("secrets/token", "tok3n\n");
    folder.write(
        "feeds.yml",
        """
        server: { admin-token: ${file:secrets/token} }
        feeds: []
        title: "a ${NAME} and ${file:%s/secrets/token}"
        """
            .formatted(temporary));
    var settings = folder.settings(ENVIRONMENT);

    assertThat(settings.server().adminToken()).contains(new Secret("tok3n"));
    assertThat(settings.title()).isEqualTo("a loom and tok3n");
  }

  @Test
  void everyUnreadableFileIsAFault() {
    folder.write("latin", new byte[] {(byte) 0xE9});
    folder.write("large", "x".repeat(65 * 1024));
    folder.write(
        "feeds.yml",
        "feeds: []\ntitle: ${file:none} ${file:latin} ${file:large} ${file:secrets/}\n");
    folder.write("secrets/x", "");

    assertThat(folder.faults(ENVIRONMENT))
        .containsExactlyInAnyOrder(
            "feeds.yml:2:8: the file large is larger than 64 KiB, so it is no secret",
            "feeds.yml:2:8: the file latin is not text in UTF-8",
            "feeds.yml:2:8: the file none does not exist",
            "feeds.yml:2:8: the file secrets/ cannot be read");
  }

  @Test
  void emptyVariableIsNoSecret() {
    folder.write("feeds.yml", "server: { admin-token: \"${EMPTY}\" }\nfeeds: []\n");

    assertThat(folder.faults(ENVIRONMENT))
        .containsExactly("feeds.yml:1:24: expected a secret text, but it is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${", "${}", "${A B}", "${1}", "${NAME", "${NAME:-x}"})
  void malformedVariableIsReported(String written) {
    folder.write("feeds.yml", "feeds: []\ntitle: '" + written + "'");

    assertThat(folder.faults(ENVIRONMENT))
        .containsExactly(
            "feeds.yml:2:8: expected ${NAME} with the name of a variable, or ${file:PATH}; write"
                + " $${ for a plain ${");
  }

  /** A secret in the wrong place must not leave through the list of faults. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "title: ok\nserver: { port: \"${TOKEN}\" }",
        "server: { host: \"${TOKEN} x\" }",
        "storage: { url: \"jdbc:mysql://x?password=${TOKEN}\" }",
        "storage: { url: \"jdbc:mysql://x?password=tok3n\" }",
        "polling: { every: \"${TOKEN}\", max-size: \"${TOKEN}\", allow-addresses: [\"${TOKEN}\"] }",
        "public-url: \"https://x.example/?${TOKEN}\"",
        "include: [\"${TOKEN}/none.yml\", \"${TOKEN}*.yml\"]",
      })
  void faultNeverShowsTheValueOfAVariable(String yaml) {
    folder.write("feeds.yml", yaml + "\nfeeds: []\n");

    assertThat(folder.faults(ENVIRONMENT)).isNotEmpty().noneMatch(it -> it.contains("tok3n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://x.example/?key=tok3n",
        "https://reader:tok3n@x.example/",
        "https://x.example:${TOKEN}/",
        "{ url: https://x.example/, auth: { bearer: \"tok3n\\n\" } }",
        "{ url: https://x.example/, headers: { X-Key: \"tok3n\\n\" } }",
        "{ url: https://x.example/, auth: { basic: { user: \"${TOKEN}:\", password: x } } }",
        "{ url: https://x.example/, id: \"${TOKEN} \\n x\" }",
        "{ url: https://x.example/, every: \"${TOKEN}\" }",
        "{ url: https://x.example/, include: { title: \"(${TOKEN}\" } }",
      })
  void faultOfAFeedNeverShowsASecret(String feed) {
    var item = feed.startsWith("{") ? feed : "\"" + feed + "\"";
    folder.write("feeds.yml", "feeds:\n  - " + item + "\n");

    assertThat(folder.faults(ENVIRONMENT)).isNotEmpty().noneMatch(it -> it.contains("tok3n"));
  }

  @Test
  void repeatedAddressWithAKeyIsNotShown() {
    folder.write(
        "feeds.yml", "feeds: [\"https://a.example/?k=tok3n\", \"https://a.example/?k=tok3n\"]");

    assertThat(folder.faults())
        .isEqualTo(List.of("feeds.yml:1:39: this feed is already listed at feeds.yml:1:9"));
  }
}
