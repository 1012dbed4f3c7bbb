package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.CommonFiles;
import io.feedloom.config.CommonSettings;
import io.feedloom.config.Fault;
import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Reloaded;
import io.feedloom.config.StorageSettings;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Update;
import io.feedloom.select.Selections;
import io.feedloom.store.Postgres;
import io.feedloom.store.Sample;
import io.feedloom.store.Store;
import io.feedloom.store.api.Claim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes with different files on one PostgreSQL database. */
class SharedConfigurationIT {
  @TempDir private Path folder;
  private final StorageSettings storage = Postgres.freshDatabase();
  private final List<Store> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(Store::close);
  }

  /** A process with its own file. */
  private final class Node {
    final String name;
    final Map<String, String> environment;
    final Store store;
    final SharedConfiguration configuration;

    Node(String name, boolean onlyServes, Map<String, String> environment) {
      this.name = name;
      this.environment = environment;
      this.store = Store.open(storage, folder.resolve(name));
      stores.add(store);
      this.configuration =
          new SharedConfiguration(
              store,
              (files, own) -> FeedsFile.read(files, folder, environment, Selections::fault, own),
              name,
              onlyServes,
              () -> Sample.NOON);
    }

    Node(String name) {
      this(name, false, Map.of());
    }

    Loaded.Valid file(String yaml) {
      return SharedConfigurationIT.this.file(name, yaml, environment);
    }

    SharedConfiguration.Choice choose(String yaml) {
      return configuration.choose(file(yaml));
    }

    /** Chooses, and moves the entries. */
    SharedConfiguration.Choice use(String yaml) {
      var choice = choose(yaml);
      choice.complete();
      return choice;
    }

    List<String> subscribed() {
      return store.feeds().all().stream().map(FeedStatus::id).map(FeedId::value).toList();
    }
  }

  private Loaded.Valid file(String node, String yaml, Map<String, String> environment) {
    try {
      var home = Files.createDirectories(folder.resolve(node));
      var text =
          """
          server: { port: %d }
          storage: { url: "%s", user: postgres, password: "%s" }
          %s
          """
              .formatted(node.hashCode() & 0x7fff, storage.url(), "postgres", yaml);
      var file = Files.writeString(home.resolve("feeds.yml"), text);
      var loaded = FeedsFile.read(file, environment, Selections::fault);
      assertThat(loaded.faults()).isEmpty();
      return (Loaded.Valid) loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String feeds(String... names) {
    var yaml = new StringBuilder("feeds:\n");
    for (var name : names) {
      yaml.append("  - { id: %s, url: \"https://%s.example/\" }\n".formatted(name, name));
    }
    return yaml.toString();
  }

  private static String feed(String name, String more) {
    return "feeds: [{ id: %s, url: \"https://%s.example/\", %s }]\n".formatted(name, name, more);
  }

  private static void assertInForce(SharedConfiguration.Choice choice, long revision) {
    assertThat(choice.outcome()).isInstanceOf(Reloaded.InForce.class);
    assertThat(choice.revision()).isEqualTo(revision);
    assertThat(choice.works()).isTrue();
  }

  private static void assertOlder(SharedConfiguration.Choice choice, long revision) {
    assertThat(choice.outcome())
        .isInstanceOfSatisfying(
            Reloaded.Older.class, older -> assertThat(older.revision()).isEqualTo(revision));
    assertThat(choice.revision()).isEqualTo(revision);
  }

  private static List<String> ids(SharedConfiguration.Choice choice) {
    return choice.settings().subscriptions().stream().map(feed -> feed.id().value()).toList();
  }

  @Test
  void newestFileIsInForceOnAllNodes() {
    var one = new Node("one");
    var two = new Node("two");
    assertInForce(one.use(feeds("a")), 1);
    assertInForce(two.use(feeds("a")), 1);
    assertThat(one.configuration.isOutdated()).isFalse();

    assertInForce(two.use(feeds("a", "b")), 2);

    assertThat(two.configuration.isOutdated()).isFalse();
    assertThat(one.configuration.isOutdated()).isTrue();
    var taken = one.use(feeds("a"));
    assertOlder(taken, 2);
    assertThat(taken.works()).isTrue();
    assertThat(ids(taken)).containsExactly("a", "b");
    assertThat(one.configuration.isOutdated()).isFalse();
    assertThat(one.subscribed()).containsExactly("a", "b");
    assertInForce(one.use(feeds("a", "b")), 2);
  }

  @Test
  void restartWithTheOlderFileUnsubscribesNothing() {
    new Node("one").use(feeds("a"));
    new Node("two").use(feeds("a", "b"));

    var restarted = new Node("one");
    var choice = restarted.use(feeds("a"));

    assertOlder(choice, 2);
    assertThat(restarted.subscribed()).containsExactly("a", "b");
    assertThat(((Reloaded.Older) choice.outcome()).node()).isEqualTo("two");
    assertThat(choice.settings().server().port()).isEqualTo("one".hashCode() & 0x7fff);
  }

  @Test
  void fileThatIsEditedBackWhileTheNodeRunsIsNewerAgain() {
    var one = new Node("one");
    var two = new Node("two");
    one.use(feeds("a"));
    two.use(feeds("a"));
    one.use(feeds("a", "b"));
    assertInForce(one.use(feeds("a")), 3);
    assertThat(two.configuration.isOutdated()).isTrue();
    assertInForce(two.use(feeds("a")), 3);
    assertThat(two.subscribed()).containsExactly("a");
  }

  @Test
  void nodeThatGetsAnEarlierFileLateDoesNotGoBack() {
    var one = new Node("one");
    var late = new Node("late");
    one.use(feeds("a"));
    late.use(feeds("a"));
    one.use(feeds("a", "b"));
    one.use(feeds("a", "b", "c"));
    assertOlder(late.use(feeds("a")), 3);

    assertOlder(late.use(feeds("a", "b")), 3);
    assertThat(late.subscribed()).containsExactly("a", "b", "c");
    assertInForce(late.use(feeds("a", "b", "c")), 3);
  }

  @Test
  void commandPutsAnEarlierFileIntoForce() {
    var one = new Node("one");
    one.use(feeds("a"));
    one.use(feeds("a", "b"));
    var file = file("admin", feeds("a"), Map.of());
    var common = file.common().orElseThrow();
    var claim =
        new Claim.Own(
            common.digest(), common.bytes(), new Claim.Why.Command(), "admin", Sample.NOON);

    var change =
        one.store.feeds().begin(file.settings().subscriptions(), Sample.NOON, claim).orElseThrow();
    change.complete();

    assertThat(change.revision()).isEqualTo(3);
    assertThat(one.configuration.isOutdated()).isTrue();
    assertOlder(one.use(feeds("a", "b")), 3);
    assertThat(one.subscribed()).containsExactly("a");
  }

  @Test
  void nodesThatReloadAtOnceAgree() throws Exception {
    var nodes = List.of(new Node("one"), new Node("two"), new Node("three"));
    nodes.forEach(node -> node.use(feeds("a")));
    for (int round = 0; round < 10; round++) {
      var tasks = new ArrayList<Callable<Object>>();
      for (int i = 0; i < nodes.size(); i++) {
        var node = nodes.get(i);
        var yaml = feeds("a", "n" + round + (round % 2 == 0 ? "" : "of" + i));
        tasks.add(() -> node.use(yaml));
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var future : threads.invokeAll(tasks)) {
          future.get();
        }
      }
      var newest = nodes.getFirst().store.feeds().configuration().orElseThrow().revision();
      var seen = new HashSet<List<String>>();
      for (int i = 0; i < nodes.size(); i++) {
        var choice = nodes.get(i).use(feeds("a", "n" + round + (round % 2 == 0 ? "" : "of" + i)));
        assertThat(choice.revision()).isEqualTo(newest);
        seen.add(ids(choice));
      }
      assertThat(seen).containsExactly(nodes.getFirst().subscribed());
      assertThat(newest)
          .isEqualTo(1 + IntStream.rangeClosed(0, round).map(r -> r % 2 == 0 ? 1 : 3).sum());
    }
  }

  @Test
  void nodeThatLacksASecretOnlyServesAndSaysWhich() {
    var one = new Node("one", false, Map.of("TOKEN", "secretvalue"));
    var two = new Node("two");
    two.use(feeds("a"));
    one.use(feed("a", "access: key, auth: { bearer: \"${TOKEN}\" }"));

    var choice = two.use(feeds("a"));

    assertOlder(choice, 2);
    assertThat(choice.works()).isFalse();
    assertThat(((Reloaded.Older) choice.outcome()).missing())
        .containsExactly("the environment variable TOKEN");
    assertThat(choice.settings().subscriptions().getFirst().keyed()).isTrue();
    assertThat(choice.groups()).hasSize(1).allMatch(FeedGroup::keyed);
    assertThat(one.subscribed()).containsExactly("a");
  }

  @Test
  void nodeThatOnlyServesTakesTheSettingsButNoWork() {
    var one = new Node("one");
    var two = new Node("two", true, Map.of());
    two.use(feeds("a"));
    one.use(feeds("a", "b"));

    var choice = two.use(feeds("a"));

    assertOlder(choice, 2);
    assertThat(choice.works()).isFalse();
    assertThat(ids(choice)).containsExactly("a", "b");
    assertThat(two.use(feeds("a", "b")).works()).isTrue();
  }

  @Test
  void configurationThatThisVersionCannotReadIsReported() {
    var one = new Node("one");
    one.use(feeds("a"));
    var claim =
        new Claim.Own(
            "future",
            CommonFiles.of(file("x", "feeds: []", Map.of()).common().orElseThrow().bytes()).bytes(),
            new Claim.Why.Start(),
            "future",
            Sample.NOON);
    one.store.feeds().begin(List.of(), Sample.NOON, claim).orElseThrow().complete();
    var reader =
        new SharedConfiguration(
            one.store,
            (_, _) ->
                new CommonSettings(
                    Optional.empty(),
                    List.of(new Fault("feeds.yml", 1, 1, "unknown key", "")),
                    List.of()),
            "one",
            false,
            () -> Sample.NOON);

    var choice = reader.choose(one.file(feeds("a")));

    assertThat(choice.works()).isFalse();
    assertThat(((Reloaded.Older) choice.outcome()).unreadable()).hasSize(1);
    assertThat(one.subscribed()).isEmpty();
  }

  private static void poll(Node node, String feed, int entries) {
    var due = node.store.leases().take(new FeedId(feed), Sample.NOON, Sample.LEASE).orElseThrow();
    var changes = IntStream.range(0, entries).mapToObj(i -> Sample.change(i, feed + i)).toList();
    node.store
        .updates()
        .apply(Sample.update(due, Sample.NOON, changes.toArray(Update.Change[]::new)));
  }

  private static long group(List<FeedGroup> groups, String tag) {
    return groups.stream()
        .filter(group -> group.tags().equals(Set.of(Tag.key(tag))))
        .mapToLong(FeedGroup::number)
        .findFirst()
        .orElseThrow();
  }

  private int entriesIn(long group) throws Exception {
    try (var connection = DriverManager.getConnection(storage.url(), "postgres", "postgres");
        var statement =
            connection.prepareStatement("SELECT COUNT(*) FROM entry WHERE group_id = ?")) {
      statement.setLong(1, group);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static String tagged(String a, String b) {
    return """
    feeds:
      - { id: a, url: "https://a.example/", tags: [%s] }
      - { id: b, url: "https://b.example/", tags: [%s] }
    """
        .formatted(a, b);
  }

  @Test
  void anotherNodeCompletesTheMovesOfANodeThatDied() throws Exception {
    var one = new Node("one");
    var two = new Node("two");
    one.use(tagged("x", "x"));
    two.use(tagged("x", "x"));
    poll(one, "a", 30);
    poll(one, "b", 30);

    assertThat(one.choose(tagged("y", "x")).moves()).isTrue();
    var groups = two.use(tagged("x", "x")).complete();

    assertThat(entriesIn(group(groups, "y"))).isEqualTo(30);
    assertThat(entriesIn(group(groups, "x"))).isEqualTo(30);
    assertThat(groups).isEqualTo(one.choose(tagged("y", "x")).complete()).hasSize(2);
  }

  @Test
  void olderConfigurationNeverUndoesTheMovesOfANewerOne() throws Exception {
    var one = new Node("one");
    var two = new Node("two");
    one.use(tagged("x", "x"));
    two.use(tagged("x", "x"));
    poll(one, "a", 30);
    poll(one, "b", 30);

    var older = one.choose(tagged("y", "x"));
    var newer = two.use(tagged("z", "x")).complete();
    older.complete();

    assertThat(entriesIn(group(newer, "z"))).isEqualTo(30);
    assertThat(one.store.feeds().groups()).isEqualTo(newer);
  }

  @Test
  void groupIsKeyedForReadersBeforeItsEntriesHaveMoved() throws Exception {
    var one = new Node("one");
    var two = new Node("two", true, Map.of());
    one.use(tagged("x", "x"));
    two.use(tagged("x", "x"));
    poll(one, "a", 5);
    poll(one, "b", 5);

    var keyed = tagged("x", "x").replaceFirst("tags", "access: key, tags");
    var choice = one.choose(keyed);

    assertThat(choice.moves()).isTrue();
    assertThat(choice.groups()).allMatch(FeedGroup::keyed);
    var serving = two.choose(tagged("x", "x"));
    assertThat(serving.groups()).hasSameSizeAs(choice.groups()).allMatch(FeedGroup::keyed);
    assertThat(two.configuration.isOutdated()).isFalse();
    assertThat(choice.complete())
        .extracting(FeedGroup::keyed)
        .containsExactlyInAnyOrder(true, false);
    assertThat(two.configuration.isOutdated()).isTrue();
    assertThat(two.choose(tagged("x", "x")).groups()).isEqualTo(choice.complete());
  }
}
