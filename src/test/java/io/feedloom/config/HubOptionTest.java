package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.HubChoice;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options {@code push} and {@code hub}. */
class HubOptionTest {
  @TempDir private Path path;

  private HubChoice choice(String general, String own) {
    return new AdminFolder(path)
        .write("feeds.yml", general + "feeds: [{ url: 'https://e.org/', " + own + " }]\n")
        .settings()
        .subscriptions()
        .getFirst()
        .hub();
  }

  private static HubChoice at(String hub) {
    return new HubChoice(true, Optional.of(URI.create(hub)));
  }

  @Test
  void hubsOfThePublisherAreUsedUnlessTheAdminChoosesOtherwise() {
    assertThat(choice("", "title: E")).isEqualTo(HubChoice.ANNOUNCED);
    assertThat(choice("", "push: true")).isEqualTo(HubChoice.ANNOUNCED);
    assertThat(choice("", "push: false").isOn()).isFalse();
    assertThat(choice("", "hub: 'https://hub.org/'")).isEqualTo(at("https://hub.org/"));
  }

  @Test
  void defaultsApplyToFeedsWithoutOwnOptions() {
    var off = "defaults: [{ push: false }]\n";

    assertThat(choice(off, "title: E").isOn()).isFalse();
    assertThat(choice(off, "push: true")).isEqualTo(HubChoice.ANNOUNCED);
    assertThat(choice(off, "hub: 'https://hub.org/'")).isEqualTo(at("https://hub.org/"));
    assertThat(choice("defaults: [{ hub: 'https://hub.org/' }]\n", "title: E"))
        .isEqualTo(at("https://hub.org/"));
  }

  @Test
  void faultsNameThePlace() {
    var folder =
        new AdminFolder(path)
            .write(
                "feeds.yml",
                """
                feeds:
                  - { url: 'https://e.org/', push: sometimes }
                  - { url: 'https://f.org/', hub: 'ftp://hub.org/' }
                  - { url: 'https://g.org/', push: false, hub: 'https://hub.org/' }
                """);

    assertThat(folder.faults())
        .satisfiesExactly(
            fault -> assertThat(fault).startsWith("feeds.yml:2:"),
            fault -> assertThat(fault).startsWith("feeds.yml:3:"),
            fault ->
                assertThat(fault)
                    .startsWith("feeds.yml:4:")
                    .contains("\"hub\" has no effect with push: false"));
  }
}
