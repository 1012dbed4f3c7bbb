package io.feedloom.refresh;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.config.FeedsFile;
import io.feedloom.config.Loaded;
import io.feedloom.config.Reloaded;
import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each look is made by the test, so nothing depends on time. */
class FeedsWatchTest {
  @TempDir private Path folder;
  private Path file;
  private final List<String> used = new ArrayList<>();
  private final List<Reloaded> outcomes = new ArrayList<>();
  private Consumer<Loaded.Valid> obstacle = _ -> {};
  private Runnable duringRead = () -> {};

  @BeforeEach
  void write() {
    file = folder.resolve("feeds.yml");
    save("start");
  }

  private void save(String title) {
    write(file, "title: " + title + "\nfeeds: []\ninclude: [\"more/*.yml\"]\n");
    if (!Files.exists(folder.resolve("more"))) {
      write(folder.resolve("more/one.yml"), "feeds: []\n");
    }
  }

  private static void write(Path to, String text) {
    try {
      Files.createDirectories(to.getParent());
      Files.writeString(to, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Loaded read() {
    var loaded = FeedsFile.read(file, Map.of(), _ -> Optional.empty());
    duringRead.run();
    return loaded;
  }

  private FeedsWatch watch() {
    return new FeedsWatch((Loaded.Valid) read(), this::read, this::use, () -> false, outcomes::add);
  }

  private Reloaded use(Loaded.Valid valid) {
    obstacle.accept(valid);
    used.add(valid.settings().title() + " " + valid.settings().subscriptions().size());
    return new Reloaded.InForce(valid.faults(), List.of());
  }

  private static void look(FeedsWatch watch, int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  private void once(Runnable task) {
    duringRead =
        () -> {
          duringRead = () -> {};
          task.run();
        };
  }

  @Test
  void editIsAppliedOnceTheFileNoLongerChanges() throws IOException {
    var watch = watch();
    save("next");
    look(watch, 1);
    assertThat(used).isEmpty();
    look(watch, 1);
    assertThat(used).containsExactly("next 0");

    var fresh = folder.resolve(".feeds.yml.new");
    write(fresh, "title: renamed\nfeeds: []\n");
    Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
    look(watch, 5);
    assertThat(used).containsExactly("next 0", "renamed 0");
  }

  @Test
  void editBetweenReadingAndTheFirstComparisonIsNoticed() {
    once(() -> save("meanwhile"));
    var watch = watch();

    look(watch, 2);

    assertThat(used).containsExactly("meanwhile 0");
  }

  @Test
  void editDuringAReloadIsNoticed() {
    var watch = watch();
    once(() -> save("meanwhile"));
    save("next");

    look(watch, 4);

    assertThat(used).containsExactly("next 0", "meanwhile 0");
  }

  @Test
  void editOfANewIncludeWhileItIsReadIsNoticed() {
    var watch = watch();
    var two = folder.resolve("more/two.yml");
    write(two, "feeds: [https://a.example/]\n");
    once(() -> write(two, "feeds: [https://a.example/, https://b.example/]\n"));

    look(watch, 4);

    assertThat(used).containsExactly("start 1", "start 2");
  }

  @Test
  void validFileIsAppliedAfterAStoreFailureWithoutAnotherEdit() {
    var watch = watch();
    obstacle =
        _ -> {
          throw new StoreException("the database is away", new IOException());
        };
    save("next");
    look(watch, 30);
    assertThat(used).isEmpty();
    assertThat(outcomes).isNotEmpty().allMatch(Reloaded.Waiting.class::isInstance);
    assertThat(outcomes.getLast().isBehind()).isTrue();

    obstacle = _ -> {};
    look(watch, 3);

    assertThat(used).containsExactly("next 0");
    assertThat(outcomes.getLast().isBehind()).isFalse();
  }

  @Test
  void ofTwoSavesWhileTheStoreIsAwayTheLastComesIntoForce() {
    var watch = watch();
    obstacle =
        _ -> {
          throw new StoreException("the database is away", new IOException());
        };
    save("one");
    look(watch, 3);
    save("two");
    look(watch, 3);
    obstacle = _ -> {};
    look(watch, 5);

    assertThat(used).containsExactly("two 0");
  }

  @Test
  void reloadReturnsItsOutcome() {
    var watch = watch();
    assertThat(watch.reload()).isEqualTo(Reloaded.fine());

    write(file, "feeds: []\ntilte: x\n");
    assertThat(watch.reload()).isInstanceOf(Reloaded.Faulty.class);

    write(file, "feeds: [nonsense]\n");
    assertThat(watch.reload())
        .isInstanceOfSatisfying(Reloaded.InForce.class, now -> assertThat(now.faults()).hasSize(1));

    obstacle =
        _ -> {
          throw new StoreException("away", new IOException());
        };
    assertThat(watch.reload()).isEqualTo(new Reloaded.Waiting("away"));
  }

  @Test
  void unexpectedExceptionEndsNeitherTheWatchNorLosesTheEdit() {
    var watch = watch();
    obstacle =
        _ -> {
          throw new IllegalStateException("title: secret");
        };
    save("next");
    look(watch, 2);
    assertThat(outcomes)
        .hasSize(1)
        .first()
        .isInstanceOfSatisfying(
            Reloaded.Failed.class,
            failed ->
                assertThat(failed.what())
                    .startsWith("IllegalStateException at")
                    .doesNotContain("secret"));

    save("other");
    obstacle = _ -> {};
    look(watch, 2);
    assertThat(used).containsExactly("other 0");
  }

  @Test
  void readingIsTriedAgainAfterAnError() {
    var watch = watch();
    once(
        () -> {
          throw new StackOverflowError();
        });
    save("next");

    look(watch, 60);

    assertThat(used).containsExactly("next 0");
  }
}
