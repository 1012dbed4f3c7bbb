package io.feedloom.push.subscriber;

import static io.feedloom.push.subscriber.Topics.atom;
import static io.feedloom.push.subscriber.Topics.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.StorageSettings;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.HubChoice;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.TopicSubscription.State;
import io.feedloom.push.subscriber.LocalHub.Asked;
import io.feedloom.serve.Server;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A publisher, a hub and a process that subscribes, with a clock that the test sets. */
abstract class Scene {
  static final long TEN_DAYS = Duration.ofDays(10).toSeconds();

  @TempDir Path folder;

  final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-11-20T12:00:00Z"));
  final Publisher site = Publisher.start();
  final LocalHub hub = new LocalHub(site, "/hub");
  private final List<Node> nodes = new ArrayList<>();
  private StorageSettings storage = StorageSettings.DEFAULT;

  /** Returns a database that no other test has used. */
  abstract StorageSettings freshDatabase();

  @BeforeEach
  void prepare() {
    storage = freshDatabase();
  }

  @AfterEach
  void end() {
    nodes.forEach(Node::close);
    site.close();
  }

  StorageSettings storage() {
    return storage;
  }

  /** Starts a process with one feed, whose id is {@code feed}. */
  Node start() throws Exception {
    return start(feed());
  }

  Node start(Subscription... feeds) throws Exception {
    return start(Optional.empty(), feeds);
  }

  /** Starts a process and waits until all feeds were polled. */
  Node start(Optional<String> publicUrl, Subscription... feeds) throws Exception {
    var node = node(publicUrl, feeds);
    for (var feed : feeds) {
      node.await(
          "the first poll", () -> node.feed(feed.id().value()).state().lastPoll().isPresent());
    }
    return node;
  }

  Node node(Optional<String> publicUrl, Subscription... feeds) throws Server.CannotListen {
    return node(folder, publicUrl, feeds);
  }

  /** Starts a process in a folder of its own. */
  Node node(Path at, Optional<String> publicUrl, Subscription... feeds) throws Server.CannotListen {
    var node = new Node(at, storage, time::get, publicUrl, List.of(feeds));
    nodes.add(node);
    return node;
  }

  void stop(Node node) {
    nodes.remove(node);
    node.close();
  }

  Subscription feed() {
    return Subscription.of(site.uri("/feed"), Set.of()).withId(new FeedId("feed"));
  }

  Subscription feed(HubChoice choice) {
    return feed().withHub(choice);
  }

  URI topic() {
    return site.uri("/feed");
  }

  /** Publishes a document at {@code /feed}. */
  void publish(String document) {
    publish(document, Map.of());
  }

  void publish(String document, Map<String, String> headers) {
    var all = new java.util.LinkedHashMap<>(headers);
    all.putIfAbsent("Content-Type", "application/atom+xml");
    site.on("/feed", Answer.of(200, all, document));
  }

  /** Publishes entries with these ids in a feed with the hub. */
  void publishEntries(String... ids) {
    publish(atom(hub.address(), topic(), entries(ids)));
  }

  /** Returns a document of the feed with these entries. */
  String document(String... entries) {
    return atom(hub.address(), topic(), entries);
  }

  Asked awaitAsked(Node node, LocalHub at, int number) throws InterruptedException {
    node.await("request " + number + " to the hub", () -> at.asked().size() >= number);
    return at.asked().get(number - 1);
  }

  Asked awaitAsked(Node node) throws InterruptedException {
    return awaitAsked(node, hub, 1);
  }

  /** Starts a process, subscribes and verifies. */
  Asked subscribe(Node node) throws InterruptedException {
    var asked = awaitAsked(node);
    assertThat(hub.verify(asked, TEN_DAYS).statusCode()).isEqualTo(200);
    assertThat(node.topic("feed").state()).isEqualTo(State.ACTIVE);
    return asked;
  }

  void pass(Duration some) {
    time.set(time.get().plus(some));
  }

  /** Delivers a document and waits until it is read. */
  void deliver(Node node, Asked asked, String document) throws InterruptedException {
    assertThat(LocalHub.deliver(asked, document).statusCode()).isEqualTo(202);
    awaitRead(node);
  }

  static void awaitRead(Node node) throws InterruptedException {
    node.await("all deliveries are read", () -> node.store().pushed().nextDue().isEmpty());
  }
}
