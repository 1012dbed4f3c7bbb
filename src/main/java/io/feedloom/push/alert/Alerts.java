package io.feedloom.push.alert;

import io.feedloom.config.AlertSettings;
import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Rhythm;
import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.push.Incidents.Changes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loop that finds incidents, stores their course and announces it. With several processes, one
 * of them decides for all. While the store does not work, what happens is kept in memory.
 */
public final class Alerts implements AutoCloseable {
  /** The part of this loop. Its failures are failures of the store. */
  private static final String NAME = "alerts";

  private static final Duration BETWEEN = Duration.ofMinutes(1);

  /** How many resolved incidents are kept at most. */
  private static final int MAX_KEPT = 5_000;

  /** How many incidents are kept in memory, to show them while the store does not work. */
  private static final int MAX_SHOWN = 100;

  /** The time between two tries to deliver a message while the store does not work. */
  private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

  private final Store store;
  private final Messages messages;
  private final ToDoubleBiFunction<Rhythm, Instant> silence;
  private final InstantSource clock;
  private final Health health;
  private final Loop loop;
  private final Sightings sightings = new Sightings();
  private final Map<UUID, Instant> triedUnstored = new HashMap<>();
  private final Set<UUID> sentUnstored = new HashSet<>();
  private volatile AlertSettings settings;
  private volatile Reloaded file = Reloaded.fine();
  private volatile List<Incident> shown = List.of();
  private List<Incident> stored = List.of();
  private @Nullable String storeFailure;

  /**
   * @param silence returns the probability that a feed with this rhythm published nothing until a
   *     time
   */
  public Alerts(
      Store store,
      AlertSettings settings,
      Messages messages,
      ToDoubleBiFunction<Rhythm, Instant> silence,
      InstantSource clock,
      Health health) {
    this.store = store;
    this.settings = settings;
    this.messages = messages;
    this.silence = silence;
    this.clock = clock;
    this.health = health;
    this.loop = new Loop(NAME, health, StoreException.class, this::step);
  }

  /** Starts to look for incidents. */
  public void start() {
    loop.start();
  }

  /** Stops to look for incidents, or begins again. */
  public void pause(boolean pauses) {
    loop.pause(pauses);
  }

  /** Applies other settings. */
  public void use(AlertSettings next) {
    settings = next;
    loop.wake();
  }

  /** Notes the outcome of reading feeds.yml. */
  public void reloaded(Reloaded outcome) {
    file = outcome;
  }

  private Duration step() {
    pass();
    return BETWEEN;
  }

  /**
   * Looks once at everything.
   *
   * @throws StoreException if the store does not work; what was found is kept
   */
  void pass() {
    var now = clock.instant();
    look(now);
    try {
      record(now);
      storeFailure = null;
    } catch (StoreException e) {
      storeFailure = String.valueOf(e.getMessage());
      showUnstored(now);
      throw e;
    }
  }

  /** Looks at this process. Never uses the store. */
  private void look(Instant now) {
    var state =
        new ProgramState(
            health.troubles().stream().filter(trouble -> !trouble.part().equals(NAME)).toList(),
            store
                .storage()
                .readFailure()
                .or(() -> store.storage().writeFailure())
                .or(() -> Optional.ofNullable(storeFailure)),
            file,
            store.storage().freeBytes());
    sightings.update(state.findings(settings, sightings.subjects(), now), now);
  }

  private void record(Instant now) {
    var ignored = settings.ignored();
    var feeds =
        store.feeds().all().stream()
            .filter(feed -> !ignored.contains(feed.id()) && !feed.state().isPaused())
            .toList();
    var sources = sources(feeds, now);
    var watched = feeds.stream().map(FeedStatus::id).collect(Collectors.toSet());
    var message = UUID.randomUUID();
    boolean decides =
        store
            .incidents()
            .update(
                sightings.all(),
                now,
                now.minus(settings.after()).minus(IncidentDecider.REJOIN.multipliedBy(2)),
                (known, seen) -> decide(known, seen, sources, watched, now, message));
    sightings.recorded(now);
    if (decides) {
      announce();
      store.incidents().expire(now.minus(settings.keep()), MAX_KEPT);
    }
    stored = store.incidents().newest(MAX_SHOWN);
    shown = stored;
  }

  private SourceFindings sources(List<FeedStatus> feeds, Instant now) {
    var bad = feeds.stream().filter(Alerts::fails).map(FeedStatus::id).toList();
    var polls = store.feeds().history(bad);
    var findings = new SourceFindings(settings, silence);
    for (var feed : feeds) {
      findings.add(feed.masked(), polls.getOrDefault(feed.id(), List.of()), now);
    }
    return findings;
  }

  private static boolean fails(FeedStatus feed) {
    return feed.state().failures() > 0 || feed.state().outcome() == Outcome.GONE;
  }

  private static Changes decide(
      List<Incident> known,
      List<Finding> seen,
      SourceFindings sources,
      Set<FeedId> watched,
      Instant now,
      UUID message) {
    var all = new ArrayList<>(seen);
    all.addAll(sources.found());
    return new IncidentDecider(known, incident -> ending(incident, watched), now, message)
        .decide(all, sources.continuing());
  }

  private static String ending(Incident incident, Set<FeedId> watched) {
    return incident
        .source()
        .map(source -> SourceFindings.ending(incident, watched.contains(source)))
        .orElseGet(() -> ProgramState.ending(incident));
  }

  /** Sends the messages about what was not announced yet. */
  private void announce() {
    var incidents = store.incidents().unannounced();
    if (incidents.isEmpty()) {
      return;
    }
    var names = settings.receivers();
    if (!names.isEmpty()) {
      AlertMessage.of(incidents).stream()
          .filter(message -> !sentUnstored.contains(message.id()))
          .forEach(message -> messages.send(names, message));
    }
    store.incidents().announced(incidents.stream().map(Incident::announcedAll).toList());
    triedUnstored.clear();
    sentUnstored.clear();
  }

  /** Shows and announces what this process sees, without the store. */
  private void showUnstored(Instant now) {
    var unstored =
        sightings.all().stream()
            .filter(finding -> finding.isDue(now) && stored.stream().noneMatch(isOpen(finding)))
            .map(IncidentDecider::unstored)
            .toList();
    shown = Stream.concat(unstored.stream(), stored.stream()).limit(MAX_SHOWN).toList();
    var names = settings.receivers();
    for (var message : AlertMessage.of(unstored)) {
      if (!names.isEmpty() && mayTry(message.id(), now) && messages.sendUnstored(names, message)) {
        sentUnstored.add(message.id());
      }
    }
  }

  private boolean mayTry(UUID message, Instant now) {
    var before = triedUnstored.get(message);
    boolean may =
        !sentUnstored.contains(message)
            && (before == null || !before.plus(BETWEEN_TRIES).isAfter(now));
    if (may) {
      triedUnstored.put(message, now);
    }
    return may;
  }

  private static Predicate<Incident> isOpen(Finding finding) {
    return incident ->
        incident.state() == Incident.State.OPEN && incident.subject().equals(finding.subject());
  }

  /** Returns the incidents that changed last, open or resolved, the last one first. */
  public List<Incident> newest(int most) {
    try {
      return store.incidents().newest(most);
    } catch (StoreException e) {
      return shown.stream().limit(most).toList();
    }
  }

  /** Returns the open incidents, the last changed first. */
  public List<Incident> open() {
    try {
      return store.incidents().open();
    } catch (StoreException e) {
      return shown.stream().filter(each -> each.state() == Incident.State.OPEN).toList();
    }
  }

  /** Stops after the running pass. */
  @Override
  public void close() {
    loop.close();
  }
}
