package io.feedloom.push.subscriber;

import static io.feedloom.push.subscriber.Topics.dated;
import static io.feedloom.push.subscriber.Topics.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Problem;
import io.feedloom.feed.PushEvidence;
import io.feedloom.store.push.PushedBodies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hubs deliver, and what it shows about them. */
abstract class DeliverContract extends Scene {
  private Node node;
  private LocalHub.Asked asked;

  @BeforeEach
  void begin() throws Exception {
    publishEntries("1", "2");
    node = start();
    asked = subscribe(node);
  }

  private PushEvidence evidence() {
    return node.topic("feed").received().evidence();
  }

  /** Delivers a document whose bytes come from this stream. */
  private int deliver(InputStream body) throws IOException {
    var path = asked.callback().getPath().replaceFirst(".*/", "");
    return node.callbacks()
        .deliver(new Callbacks.Delivery(path, _ -> Optional.empty(), -1, body))
        .status();
  }

  @Test
  void deliveryThatComesTooSlowlyIsGivenUp() throws Exception {
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            bytes[from] = 'x';
            pass(Duration.ofSeconds(20));
            return 1;
          }
        };

    assertThat(deliver(endless)).isEqualTo(408);
  }

  @Test
  void hubThatDeliversSlowlyTakesOnlySomePlaces() throws Exception {
    var nested = new ArrayList<Integer>();
    assertThat(deliver(new Nested(nested, 5))).isEqualTo(403);
    assertThat(nested).containsExactly(503, 403, 403);
  }

  /** A body during which another delivery of the same hub begins. */
  private final class Nested extends InputStream {
    private final List<Integer> statuses;
    private final int more;
    private boolean begun;

    Nested(List<Integer> statuses, int more) {
      this.statuses = statuses;
      this.more = more;
    }

    @Override
    public int read() throws IOException {
      if (!begun && more > 0) {
        begun = true;
        statuses.add(deliver(new Nested(statuses, more - 1)));
      }
      return -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return read();
    }
  }

  // 300
  @ParameterizedTest
  @CsvSource({"sha1,HmacSHA1", "sha256,HmacSHA256", "sha384,HmacSHA384", "sha512,HmacSHA512"})
  void deliveryWithARightSignatureIsTaken(String method, String algorithm) throws Exception {
    var document = document(entry("3", "three"));
    var signature = method + "=" + hmac(algorithm, asked.secret(), document);

    var answer = LocalHub.deliver(asked.callback(), document, signature);

    assertThat(answer.statusCode()).isEqualTo(202);
    awaitRead(node);
    assertThat(node.titles("feed")).containsExactlyInAnyOrder("1", "2", "three");
    assertThat(node.arrivals()).hasSize(3);
  }

  private static String hmac(String algorithm, String secret, String body)
      throws GeneralSecurityException {
    var mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  // 301
  @Test
  void deliveryWithAWrongSignatureIsNotTaken() throws Exception {
    var signature = LocalHub.signature(asked, "another document");

    assertThat(
            LocalHub.deliver(asked.callback(), document(entry("3", "three")), signature)
                .statusCode())
        .isEqualTo(403);
    awaitRead(node);
    assertThat(node.titles("feed")).containsExactlyInAnyOrder("1", "2");
    assertThat(node.feed("feed").problems())
        .extracting(Problem::message)
        .containsExactly("its delivery had a wrong signature and was ignored");
  }

  // 302
  @Test
  void deliveryWithoutASignatureIsNotTaken() throws Exception {

    assertThat(LocalHub.deliver(asked.callback(), document(entry("3", "three")), "").statusCode())
        .isEqualTo(403);
    awaitRead(node);
    assertThat(node.titles("feed")).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void entriesThatAreMissingInADeliveryStay() throws Exception {
    deliver(node, asked, document(entry("3", "three")));

    pass(Duration.ofDays(1));
    publishEntries("1", "2", "3");
    node.poll("feed");

    assertThat(node.titles("feed")).contains("1", "2");
  }

  @Test
  void deliveryDoesNotPostponeTheNextPoll() throws Exception {
    var due = node.feed("feed").state().next();

    for (int i = 0; i < 5; i++) {
      pass(Duration.ofMinutes(1));
      deliver(node, asked, document(entry("n" + i, "new " + i)));
    }

    assertThat(node.feed("feed").state().next()).isEqualTo(due);
    time.set(due.at());
    node.awaitPolled("feed", due.at());
  }

  @Test
  void deliveryIsNotAPollInTheHistory() throws Exception {
    deliver(node, asked, document(entry("3", "three")));

    var id = node.feed("feed").id();
    assertThat(node.store().feeds().history(List.of(id)).get(id)).hasSize(1);
  }

  @Test
  void deliveryThatIsNoFeedIsAProblemUntilOneIs() throws Exception {

    deliver(node, asked, "no feed at all");

    assertThat(node.feed("feed").problems()).hasSize(1);
    assertThat(node.feed("feed").problems().getFirst().message())
        .startsWith("the hub delivered no feed: ");
    deliver(node, asked, document(entry("3", "three")));
    assertThat(node.feed("feed").problems()).isEmpty();
  }

  @Test
  void repeatedDeliveryChangesNothing() throws Exception {
    var first = document(entry("3", "first version"));
    deliver(node, asked, first);
    deliver(node, asked, document(entry("3", "second version")));

    deliver(node, asked, first);

    assertThat(node.titles("feed")).contains("second version").doesNotContain("first version");
    assertThat(node.topic("feed").received().count()).isEqualTo(2);
  }

  @Test
  void olderVersionOfAnEntryDoesNotReplaceANewerOne() throws Exception {
    var noon = time.get();
    deliver(node, asked, document(entry("3", "second version", noon)));

    deliver(node, asked, document(entry("3", "first version", noon.minusSeconds(60))));
    assertThat(node.titles("feed")).contains("second version").doesNotContain("first version");

    deliver(node, asked, document(entry("3", "third version", noon.plusSeconds(60))));
    assertThat(node.titles("feed")).contains("third version");
  }

  @Test
  void undatedVersionsInReorderedDocumentsAreRecognizedByTheDateOfTheDocument() throws Exception {
    var noon = time.get();
    deliver(node, asked, dated(noon, hub.address(), topic(), entry("3", "second version")));

    deliver(
        node,
        asked,
        dated(
            noon.minusSeconds(60),
            hub.address(),
            topic(),
            entry("3", "first version"),
            entry("4", "four")));

    assertThat(node.titles("feed"))
        .contains("second version", "four")
        .doesNotContain("first version");
  }

  @Test
  void editOfAnEntryIsStored() throws Exception {
    deliver(node, asked, document(entry("1", "one, edited")));

    assertThat(node.titles("feed")).containsExactlyInAnyOrder("one, edited", "2");
  }

  @Test
  void oldTombstoneDoesNotRemoveANewerEntry() throws Exception {
    var noon = time.get();
    deliver(node, asked, document(entry("3", "three", noon), tombstone("2", noon)));
    assertThat(node.titles("feed")).containsExactlyInAnyOrder("1", "three");

    deliver(node, asked, document(entry("4", "four"), tombstone("3", noon.minusSeconds(60))));

    assertThat(node.titles("feed")).contains("three", "four");
  }

  private static String tombstone(String id, Instant when) {
    return "<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='urn:x:%s' when='%s'/>"
        .formatted(id, when);
  }

  @Test
  void tooLargeDeliveryIsRefused() throws Exception {
    var large = document(entry("3", "x".repeat(1 << 20)));

    assertThat(LocalHub.deliver(asked, large).statusCode()).isEqualTo(413);
    awaitRead(node);
    assertThat(node.titles("feed")).hasSize(2);
  }

  @Test
  void deliveryOfTheGreatestSizeIsTaken() throws Exception {
    var text = "<content>%s</content>".formatted("word ".repeat(150_000));
    var large = document(entry("3", "three").replace("</entry>", text + "</entry>"));

    deliver(node, asked, large);

    assertThat(node.titles("feed")).contains("three");
  }

  @Test
  void tooManyDeliveriesAreRefusedForAWhile() throws Exception {
    int refused = 0;
    for (int i = 0; i <= DeliveryRate.BURST; i++) {
      refused +=
          LocalHub.deliver(asked, document(entry("n" + i, "new"))).statusCode() == 429 ? 1 : 0;
    }
    assertThat(refused).isPositive();
    awaitRead(node);

    pass(Duration.ofMinutes(2));

    deliver(node, asked, document(entry("last", "last")));
    assertThat(node.titles("feed")).contains("last");
  }

  @Test
  void storedDeliveriesAreLimited() throws Exception {
    var path = node.topic("feed").path();
    stop(node);
    try (var store = io.feedloom.store.Store.open(storage(), folder)) {
      for (int i = 0; i <= PushedBodies.MAX_WAITING; i++) {
        var body = document(entry("n" + i, "new")).getBytes(StandardCharsets.UTF_8);
        var taken = store.pushed().add(path, headers(), body, time.get());
        assertThat(taken)
            .isEqualTo(
                i < PushedBodies.MAX_WAITING
                    ? PushedBodies.Taken.STORED
                    : PushedBodies.Taken.TOO_MANY);
      }
    }
  }

  private static DocumentHeaders headers() {
    return DocumentHeaders.of(Optional.of("application/atom+xml"), Optional.empty());
  }

  @Test
  void deliveryThatWasStoredBeforeAKillIsReadByTheNextProcess() throws Exception {
    var path = node.topic("feed").path();
    stop(node);
    try (var store = io.feedloom.store.Store.open(storage(), folder)) {
      var body = document(entry("3", "three")).getBytes(StandardCharsets.UTF_8);
      store.pushed().add(path, headers(), body, time.get());
      // A killed process leaves a lease.
      assertThat(store.pushed().take(time.get(), 10, Duration.ofMinutes(2))).hasSize(1);
    }
    pass(Duration.ofMinutes(2));

    node = node(Optional.empty(), feed());
    awaitRead(node);

    assertThat(node.titles("feed")).contains("three");
  }

  @Test
  void hubThatBringsEveryEntryProvesItselfAndTheFeedIsPolledOnceADay() throws Exception {
    for (int i = 0; i < 3; i++) {
      deliver(node, asked, document(entry("n" + i, "new " + i)));
    }
    assertThat(evidence()).isEqualTo(new PushEvidence(3, 0, 3, List.of()));

    pass(Duration.ofHours(1));
    publishEntries("n2", "n1", "n0", "1", "2");
    node.poll("feed");

    var state = node.feed("feed").state();
    assertThat(state.reason()).startsWith("its hub delivers new entries");
    assertThat(Duration.between(time.get(), state.nextPoll()))
        .isBetween(Duration.ofHours(22), Duration.ofDays(1));
  }

  @Test
  void entryThatOnlyAPollBringsIsMissedAndTheFeedIsPolledAsUsualAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      deliver(node, asked, document(entry("n" + i, "new " + i)));
    }
    pass(Duration.ofHours(1));
    publishEntries("missed", "n2", "n1", "n0", "1", "2");
    node.poll("feed");
    assertThat(evidence().suspects()).hasSize(1);
    assertThat(evidence().missed()).isZero();

    pass(PushEvidence.GRACE);
    node.poll("feed");

    assertThat(evidence()).isEqualTo(new PushEvidence(3, 1, 0, List.of()));
    pass(Duration.ofHours(1));
    node.poll("feed");
    assertThat(node.feed("feed").state().reason()).doesNotContain("hub");
  }

  @Test
  void deliveryShortlyAfterAPollCountsForTheHub() throws Exception {
    pass(Duration.ofHours(1));
    publishEntries("3", "1", "2");
    node.poll("feed");
    assertThat(evidence().suspects()).hasSize(1);

    pass(Duration.ofMinutes(1));
    deliver(node, asked, document(entry("3", "3")));

    assertThat(evidence()).isEqualTo(new PushEvidence(1, 0, 1, List.of()));
  }

  @Test
  void hubThatNeverDeliversIsNoticed() throws Exception {
    for (int i = 0; i < 4; i++) {
      pass(Duration.ofHours(1));
      publishEntries("n" + i, "1", "2");
      node.poll("feed");
    }

    assertThat(evidence().missed()).isEqualTo(3);
    assertThat(evidence().isSilent()).isTrue();
    assertThat(evidence().isProven()).isFalse();
  }

  @Test
  void feedIsPolledAtOnceWhenItsProvenHubDeniesIt() throws Exception {
    for (int i = 0; i < 3; i++) {
      deliver(node, asked, document(entry("n" + i, "new " + i)));
    }
    pass(Duration.ofHours(1));

    LocalHub.get(asked.callback(), Map.of("hub.mode", "denied", "hub.topic", asked.topic()));

    node.awaitPolled("feed", time.get());
    assertThat(evidence().isProven()).isFalse();
  }
}
