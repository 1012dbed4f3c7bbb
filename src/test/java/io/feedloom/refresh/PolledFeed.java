package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.Scan;
import io.feedloom.feed.StoredEntry;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/** One feed whose publisher answers with one document after another; it is polled once for each. */
final class PolledFeed implements AutoCloseable {
  private static final String NAME = "feed";

  private final Publisher publisher = Publisher.start();
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
  private final AtomicReference<Answer> answer = new AtomicReference<>(Answer.silence());
  private final Running running;
  private Map<EntryKey, StoredEntry> before = Map.of();
  private boolean started;

  PolledFeed(Path folder) throws NoSuchAlgorithmException {
    var second = Duration.ofSeconds(1);
    running =
        new Running(
            folder,
            _ -> List.of("127.0.0.1"),
            SSLContext.getDefault(),
            Running.polling(Duration.ofSeconds(50), second, second),
            time::get);
    publisher.on("/feed", _ -> answer.get());
    running.add(NAME, publisher.uri("feed.test", "/feed"));
  }

  /**
   * What a reader sees after a poll.
   *
   * @param added titles of new entries
   * @param edited titles of entries that changed
   */
  record Seen(Set<String> added, Set<String> edited) {}

  static Seen added(String... titles) {
    return new Seen(Set.of(titles), Set.of());
  }

  static Seen edited(String... titles) {
    return new Seen(Set.of(), Set.of(titles));
  }

  static Seen nothing() {
    return added();
  }

  /** Polls the document, and checks that all other entries stay as they were. */
  Seen poll(Answer document) throws InterruptedException {
    answer(document);
    var after = stored();
    assertThat(after.keySet()).containsAll(before.keySet());
    var added = new TreeSet<String>();
    var edited = new TreeSet<String>();
    after.forEach(
        (key, entry) -> {
          var old = before.get(key);
          if (old == null) {
            added.add(entry.entry().title());
            assertThat(entry.firstSeen()).isEqualTo(time.get());
          } else if (!entry.equals(old)) {
            edited.add(entry.entry().title());
            assertEdited(entry, old);
          }
        });
    before = after;
    return new Seen(added, edited);
  }

  /** Polls the document and checks nothing. */
  void answer(Answer document) throws InterruptedException {
    answer.set(document);
    time.set(time.get().plus(Duration.ofHours(1)));
    if (!started) {
      running.start();
      started = true;
    }
    running.await("the poll", () -> feedPolled().equals(Optional.of(time.get())));
  }

  private void assertEdited(StoredEntry entry, StoredEntry old) {
    assertThat(entry.lastChanged()).isEqualTo(time.get());
    assertThat(entry.firstSeen()).isEqualTo(old.firstSeen());
    assertThat(entry.river()).isEqualTo(old.river());
    assertThat(entry.entry().guid()).isEqualTo(old.entry().guid());
  }

  private Optional<Instant> feedPolled() {
    return running.feed(NAME).state().lastPoll();
  }

  private Map<EntryKey, StoredEntry> stored() {
    var scan =
        new Scan(
            List.of(new Scan.OfFeed(new FeedId(NAME), List.of())),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            100);
    var stored = new LinkedHashMap<EntryKey, StoredEntry>();
    running.store().entries().newest(scan).forEach(entry -> stored.put(entry.key(), entry));
    return stored;
  }

  /** The titles of all entries, each as often as it is stored. */
  List<String> titles() {
    return before.values().stream().map(entry -> entry.entry().title()).sorted().toList();
  }

  /** The links of all entries that have one. */
  List<String> links() {
    return before.values().stream().flatMap(entry -> entry.entry().link().stream()).toList();
  }

  Running running() {
    return running;
  }

  /** Counts everything that is stored now as seen. */
  void rememberStored() {
    before = stored();
  }

  @Override
  public void close() {
    running.close();
    publisher.close();
  }
}
