package io.feedloom.push.alert;

import io.feedloom.config.AlertSettings;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Rhythm;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToDoubleBiFunction;

/** Finds what is wrong with the sources, from what is stored about them. */
final class SourceFindings {
  /** A silence that is less likely than this is no chance. */
  static final double UNUSUAL = 0.01;

  private static final String READ = "read/";
  private static final String MOVE = "move/";
  private static final String SILENCE = "silence/";

  /** A server that redirects by mistake seldom does so for this long. */
  private static final Duration MOVED_AFTER = Duration.ofDays(2);

  /** A poll history of this length may lack earlier failures. */
  private static final int WHOLE_HISTORY = 50;

  private static final int MAX_CAUSE = 80;
  private static final Set<Outcome> BAD = Set.of(Outcome.FAILED, Outcome.THROTTLED, Outcome.GONE);

  private final AlertSettings settings;
  private final ToDoubleBiFunction<Rhythm, Instant> silence;
  private final List<Finding> found = new ArrayList<>();
  private final List<Finding> continuing = new ArrayList<>();

  /**
   * @param silence returns the probability that a feed with this rhythm published nothing until a
   *     time
   */
  SourceFindings(AlertSettings settings, ToDoubleBiFunction<Rhythm, Instant> silence) {
    this.settings = settings;
    this.silence = silence;
  }

  /** Returns what is wrong. */
  List<Finding> found() {
    return found;
  }

  /**
   * Returns what may be wrong: it is only if there is an incident of the same subject and cause
   * that is not resolved.
   */
  List<Finding> continuing() {
    return continuing;
  }

  /**
   * Adds what is wrong with a source.
   *
   * @param feed without the secrets of its addresses
   * @param polls its last polls, the newest first; needed only if the last one failed
   */
  void add(FeedStatus feed, List<Polled> polls, Instant now) {
    reading(feed, polls, now);
    move(feed, now);
    silence(feed, now);
  }

  private void reading(FeedStatus feed, List<Polled> polls, Instant now) {
    var state = feed.state();
    boolean gone = state.outcome() == Outcome.GONE;
    if (gone || state.failures() > 0) {
      found.add(
          finding(
              feed,
              READ,
              gone ? Kind.GONE : Kind.FAILING,
              cause(state),
              state.message(),
              failingSince(state, polls, now),
              gone ? Duration.ZERO : settings.after()));
    }
  }

  /** Returns when the first of the polls that failed in a row was made, as far as known. */
  static Instant failingSince(PollState state, List<Polled> polls, Instant now) {
    Optional<Instant> first = Optional.empty();
    int failed = 0;
    for (var poll : polls) {
      if (!BAD.contains(poll.outcome())) {
        break;
      }
      first = Optional.of(poll.at());
      failed++;
    }
    return (failed >= WHOLE_HISTORY ? state.lastSuccess().or(state::lastPoll) : first)
        .or(state::lastPoll)
        .filter(at -> at.isBefore(now))
        .orElse(now);
  }

  /** Returns a text that is the same for failures that differ only in numbers such as times. */
  private static String cause(PollState state) {
    var outcome = state.outcome() + " " + state.status();
    if (state.status() >= 300) {
      return outcome;
    }
    var words = state.message().replaceAll("\\d+", "#");
    return outcome + " " + words.substring(0, Math.min(MAX_CAUSE, words.length()));
  }

  private void move(FeedStatus feed, Instant now) {
    var state = feed.state();
    var to = state.move().map(PollState.Move::to).or(state::address);
    if (to.isEmpty()) {
      return;
    }
    var finding =
        finding(
            feed,
            MOVE,
            Kind.MOVED,
            to.get().toString(),
            "It says that it moved permanently to %s. Write this address into feeds.yml."
                .formatted(to.get()),
            state.move().map(PollState.Move::since).orElse(now),
            MOVED_AFTER);
    if (state.move().isPresent()) {
      found.add(finding);
    } else {
      // An adopted move looks like an address that was found in a page.
      continuing.add(finding.now());
    }
  }

  private void silence(FeedStatus feed, Instant now) {
    var state = feed.state();
    var rhythm = state.rhythm();
    if (settings.silent().isEmpty() || rhythm.isEmpty()) {
      return;
    }
    var last = rhythm.get().last();
    var finding =
        finding(
            feed,
            SILENCE,
            Kind.SILENT,
            last.toString(),
            "No new entry since %s%s.".formatted(AlertText.time(last), usual(rhythm.get())),
            last,
            settings.silent().get());
    if (state.failures() > 0 || state.outcome() == Outcome.GONE) {
      continuing.add(finding); // whether it publishes is not known now
    } else if (isSilent(state, rhythm.get(), now)) {
      found.add(finding);
    }
  }

  /** Returns whether the feed was silent for unusually long when it was last read. */
  private boolean isSilent(PollState state, Rhythm rhythm, Instant now) {
    var until = state.lastSuccess().filter(at -> at.isBefore(now)).orElse(now);
    var least = settings.silent().orElseThrow();
    return Duration.between(rhythm.last(), until).compareTo(least) >= 0
        && silence.applyAsDouble(rhythm, until) < UNUSUAL;
  }

  private static String usual(Rhythm rhythm) {
    var perDay = rhythm.entriesPerDay(rhythm.last());
    if (perDay.isEmpty()) {
      return "";
    }
    double day = perDay.getAsDouble();
    return day >= 1
        ? ", while %s a day were usual".formatted(number(day))
        : ", while %s a week were usual".formatted(number(7 * day));
  }

  private static String number(double value) {
    return value >= 10
        ? String.valueOf(Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static Finding finding(
      FeedStatus feed,
      String subject,
      Kind kind,
      String cause,
      String reason,
      Instant since,
      Duration delay) {
    return new Finding(
        UUID.randomUUID(),
        subject + feed.id().value(),
        kind,
        Optional.of(feed.id()),
        AlertText.safe(feed.display()),
        AlertText.safe(cause),
        AlertText.safe(reason),
        since,
        delay,
        Optional.empty());
  }

  /** Returns the text of the event that ends an incident of a source. */
  static String ending(Incident incident, boolean watched) {
    if (!watched) {
      return "It is no longer in feeds.yml, or alerts.ignore names it.";
    }
    return switch (incident.kind()) {
      case FAILING, GONE -> "It can be read again.";
      case MOVED -> "It is read at the address in feeds.yml.";
      case SILENT -> "It has new entries.";
      case FILE, STORE, PART, DISK -> "";
    };
  }
}
