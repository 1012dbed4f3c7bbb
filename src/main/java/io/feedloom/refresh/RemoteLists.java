package io.feedloom.refresh;

import io.feedloom.config.OpmlFile;
import io.feedloom.config.PollingSettings;
import io.feedloom.config.RemoteList;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Validators;
import io.feedloom.fetch.Fetcher;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Fetches the lists of other servers that {@code feeds.yml} includes, and keeps a copy of each. The
 * watch of {@code feeds.yml} notices a changed copy. If a list cannot be fetched or has no feeds,
 * its last good copy stays.
 */
public final class RemoteLists implements AutoCloseable {
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);
  private static final Duration REST = Duration.ofSeconds(5);
  private static final String ETAG = "etag ";
  private static final String MODIFIED = "last-modified ";

  private final Fetcher fetcher;
  private final Supplier<PollingSettings> polling;
  private final InstantSource clock;
  private final Loop loop;
  private final Map<URI, Instant> due = new HashMap<>();
  private final Map<URI, String> failures = new TreeMap<>();
  private volatile List<RemoteList> lists;

  /** Thrown while a list cannot be fetched. */
  static final class ListFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListFailure(String message) {
      super(message, null, false, false);
    }
  }

  public RemoteLists(
      Fetcher fetcher,
      Supplier<PollingSettings> polling,
      List<RemoteList> lists,
      InstantSource clock,
      Health health) {
    this.fetcher = fetcher;
    this.polling = polling;
    this.lists = lists;
    this.clock = clock;
    this.loop = new Loop("lists", health, ListFailure.class, this::step);
  }

  /** Starts to fetch. */
  public void start() {
    loop.start();
  }

  /** Applies other settings. */
  public void use(List<RemoteList> next) {
    lists = next;
    loop.wake();
  }

  private Duration step() {
    pass();
    return REST;
  }

  /**
   * Fetches the lists that are due.
   *
   * @throws ListFailure if any list could not be fetched at its last time
   */
  void pass() {
    var present = lists;
    var addresses = present.stream().map(RemoteList::address).collect(Collectors.toSet());
    due.keySet().retainAll(addresses);
    failures.keySet().retainAll(addresses);
    for (var list : present) {
      if (!due.getOrDefault(list.address(), Instant.MIN).isAfter(clock.instant())) {
        var failure = fetch(list);
        due.put(list.address(), clock.instant().plus(failure.isPresent() ? AFTER_FAILURE : EVERY));
        failure.ifPresentOrElse(
            message -> failures.put(list.address(), message),
            () -> failures.remove(list.address()));
      }
    }
    if (!failures.isEmpty()) {
      throw new ListFailure(
          failures.entrySet().stream()
              .map(it -> "the list " + it.getKey() + " is not up to date: " + it.getValue())
              .collect(Collectors.joining("; ")));
    }
  }

  /** Fetches a list, and returns why it could not. */
  private Optional<String> fetch(RemoteList list) {
    try {
      boolean has = Files.exists(list.copy());
      var validators = has ? validators(list) : Validators.NONE;
      var digest =
          has ? Optional.of(Digest.hex(Files.readAllBytes(list.copy()))) : Optional.<String>empty();
      var request =
          new Fetcher.Request(
              list.address(), validators, digest, Map.of(), Optional.empty(), false);
      return result(fetcher.fetch(request, polling.get()), list);
    } catch (IOException e) {
      return Optional.of(list.copy() + " cannot be written: " + e.getMessage());
    }
  }

  private static Optional<String> result(Fetched fetched, RemoteList list) throws IOException {
    return switch (fetched) {
      case Fetched.Fresh fresh -> store(fresh, list);
      case Fetched.Unchanged _ -> Optional.empty();
      case Fetched.Moved moved -> result(moved.result(), list);
      case Fetched.Throttled slow ->
          Optional.of("the server answered " + slow.exchange().status() + " and asks to wait");
      case Fetched.Gone _ -> Optional.of("the server says that it is gone (410)");
      case Fetched.Failed failed -> Optional.of(failed.message());
    };
  }

  private static Optional<String> store(Fetched.Fresh fresh, RemoteList list) throws IOException {
    if (fresh.damage().isPresent()) {
      return fresh.damage();
    }
    if (OpmlFile.feedsIn(fresh.body()) == 0) {
      return Optional.of("it is no OPML list with feeds");
    }
    Files.createDirectories(list.copy().getParent());
    replace(list.copy(), fresh.body());
    var validators = fresh.validators();
    replace(
        notes(list),
        (validators.etag().map(it -> ETAG + it + "\n").orElse("")
                + validators.lastModified().map(it -> MODIFIED + it + "\n").orElse(""))
            .getBytes(StandardCharsets.ISO_8859_1));
    return Optional.empty();
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    var next = file.resolveSibling(file.getFileName() + ".new");
    Files.write(next, bytes);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path notes(RemoteList list) {
    return list.copy().resolveSibling(list.copy().getFileName() + ".http");
  }

  private static Validators validators(RemoteList list) throws IOException {
    if (!Files.exists(notes(list))) {
      return Validators.NONE;
    }
    var lines = Files.readAllLines(notes(list), StandardCharsets.ISO_8859_1);
    return new Validators(after(ETAG, lines), after(MODIFIED, lines));
  }

  private static Optional<String> after(String word, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()))
        .findFirst();
  }

  @Override
  public void close() {
    loop.close();
    fetcher.close();
  }
}
