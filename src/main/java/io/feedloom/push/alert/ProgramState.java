package io.feedloom.push.alert;

import io.feedloom.config.AlertSettings;
import io.feedloom.config.Fault;
import io.feedloom.config.Reloaded;
import io.feedloom.health.Health.Trouble;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What this process knows of itself.
 *
 * @param troubles the parts that do not work
 * @param store why the store cannot be read or written
 * @param file the outcome of reading feeds.yml
 * @param freeBytes the free space on the disk of the data; empty if unknown
 */
record ProgramState(
    List<Trouble> troubles, Optional<String> store, Reloaded file, OptionalLong freeBytes) {
  /** What lasts less is no incident: a deadlock, a restart of the database, a file being edited. */
  private static final Duration DELAY = Duration.ofMinutes(1);

  private static final String STORE = "store";
  private static final String PART = "part/";
  private static final String DISK = "disk";
  private static final String FILE = "file";

  /** The parts that only write to the store. */
  private static final Set<String> STORING = Set.of("storing", "storing full texts");

  private static final int MAX_FAULTS = 5;
  private static final double ENOUGH = 1.25;

  /**
   * Returns what is wrong.
   *
   * @param before the subjects of what was wrong until now
   */
  List<Finding> findings(AlertSettings settings, Set<String> before, Instant now) {
    var found = new ArrayList<Finding>();
    storeFailure()
        .ifPresent(why -> found.add(finding(STORE, Kind.STORE, "store", "store", why, now)));
    boolean storeFails = !found.isEmpty();
    for (var trouble : troubles) {
      var subject = PART + trouble.part();
      // While the store fails, so do most parts; that is one incident.
      if (!STORING.contains(trouble.part()) && (!storeFails || before.contains(subject))) {
        found.add(
            finding(
                subject,
                Kind.PART,
                trouble.part(),
                trouble.part(),
                trouble.why(),
                trouble.since()));
      }
    }
    fileFault()
        .ifPresent(why -> found.add(finding(FILE, Kind.FILE, "feeds.yml", cause(), why, now)));
    shortage(settings, before)
        .ifPresent(why -> found.add(finding(DISK, Kind.DISK, "disk", "disk", why, now)));
    return found;
  }

  private Optional<String> storeFailure() {
    return store.or(
        () ->
            troubles.stream()
                .filter(trouble -> STORING.contains(trouble.part()))
                .map(Trouble::why)
                .findFirst());
  }

  private Optional<String> fileFault() {
    return switch (file) {
      case Reloaded.InForce inForce ->
          inForce.faults().isEmpty()
              ? Optional.empty()
              : Optional.of("Some of it is left out. " + listed(inForce.faults()));
      case Reloaded.Older older ->
          older.works()
              ? Optional.empty()
              : Optional.of(
                  "A node only serves, because its file is older than revision %d. %s %s"
                      .formatted(
                          older.revision(),
                          String.join(", ", older.missing()),
                          listed(older.unreadable())));
      case Reloaded.Faulty faulty ->
          Optional.of("The previous settings stay in force. " + listed(faulty.faults()));
      case Reloaded.Waiting _ ->
          Optional.of("The settings in force are older than the file, which waits for the store.");
      case Reloaded.Failed failed ->
          Optional.of(
              "The settings in force are older than the file, because of a bug: " + failed.what());
    };
  }

  private String cause() {
    return file.getClass().getSimpleName() + " " + listed(file.faults()).hashCode();
  }

  private static String listed(List<Fault> faults) {
    var first = faults.stream().limit(MAX_FAULTS).map(Fault::toString);
    var text = first.collect(Collectors.joining("; "));
    int more = faults.size() - MAX_FAULTS;
    return more > 0 ? text + "; and " + more + " more" : text;
  }

  private Optional<String> shortage(AlertSettings settings, Set<String> before) {
    double limit = settings.disk() * (before.contains(DISK) ? ENOUGH : 1);
    return freeBytes.isPresent() && freeBytes.getAsLong() < limit
        ? Optional.of(
            "Less than %d MiB are free on the disk of the data."
                .formatted(Math.ceilDiv((long) limit, 1L << 20)))
        : Optional.empty();
  }

  private static Finding finding(
      String subject, Kind kind, String name, String cause, String reason, Instant since) {
    return new Finding(
        UUID.randomUUID(),
        subject,
        kind,
        Optional.empty(),
        name,
        cause,
        AlertText.safe(reason),
        since,
        DELAY,
        Optional.empty());
  }

  /** Returns the text of the event that ends an incident of the program. */
  static String ending(Incident incident) {
    return switch (incident.kind()) {
      case FILE -> "It has no faults and is in force.";
      case STORE, PART -> "It works again.";
      case DISK -> "There is enough space again.";
      case FAILING, GONE, MOVED, SILENT -> "";
    };
  }
}
