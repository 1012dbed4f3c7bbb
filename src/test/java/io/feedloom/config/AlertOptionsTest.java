package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.FeedId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mapping {@code alerts}. */
class AlertOptionsTest {
  private static final String WEBHOOKS =
      """
      feeds: []
      notify: { ops: { url: "https://ops.example/" }, me: { url: "https://me.example/" } }
      """;

  @TempDir private Path temporary;

  private Loaded read(String alerts) {
    return new AdminFolder(temporary).write("feeds.yml", WEBHOOKS + alerts).read(Map.of());
  }

  private AlertSettings settings(String alerts) {
    return ((Loaded.Valid) read(alerts)).settings().alerts();
  }

  private List<String> faults(String alerts) {
    return read(alerts).faults().stream().map(Fault::toString).toList();
  }

  @Test
  void withoutTheMappingTheDefaultsHold() {
    assertThat(settings("")).isEqualTo(AlertSettings.DEFAULT);
    assertThat(settings("alerts: {}")).isEqualTo(AlertSettings.DEFAULT);
  }

  @Test
  void everyOptionIsRead() {
    assertThat(
            settings(
                "alerts: { notify: [ops, me], after: 6h, silent: 5d, disk: 2GiB, keep: 9d,"
                    + " ignore: [sea, sky] }"))
        .isEqualTo(
            new AlertSettings(
                List.of("ops", "me"),
                Duration.ofHours(6),
                Optional.of(Duration.ofDays(5)),
                2L << 30,
                Duration.ofDays(9),
                Set.of(new FeedId("sea"), new FeedId("sky"))));
  }

  @Test
  void oneWebhookNeedsNoList() {
    assertThat(settings("alerts: { notify: me }").receivers()).containsExactly("me");
  }

  @Test
  void silenceMayBeNoIncident() {
    assertThat(settings("alerts: { silent: never }").silent()).isEmpty();
  }

  @Test
  void unknownWebhookIsAFaultAtItsPlace() {
    assertThat(faults("alerts: { notify: [ops, opps] }"))
        .singleElement()
        .asString()
        .contains("feeds.yml:3:25")
        .contains("ops");
  }

  @Test
  void faultsNameTheirPlace() {
    assertThat(
            faults(
                """
                alerts:
                  after: soon
                  silent: ever
                  disk: 1KiB
                  keep: 1h
                  notfy: ops
                """))
        .hasSize(5)
        .satisfiesExactly(
            after -> assertThat(after).contains("feeds.yml:4:10").contains("from 1m to 365d"),
            silent -> assertThat(silent).contains("feeds.yml:5:11").contains("or never"),
            disk -> assertThat(disk).contains("feeds.yml:6:9").contains("32MiB"),
            keep -> assertThat(keep).contains("feeds.yml:7:9").contains("1d"),
            notify -> assertThat(notify).contains("feeds.yml:8:3").contains("notify"));
  }
}
