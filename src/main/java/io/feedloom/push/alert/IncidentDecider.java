package io.feedloom.push.alert;

import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.Incident.Kind;
import io.feedloom.store.api.Incident.State;
import io.feedloom.store.push.Incidents.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Decides about the course of incidents. An incident opens when something was wrong for long
 * enough. It is resolved when nothing is wrong any more. If the same happens again soon after that,
 * the incident is opened again; and each time it must then be calm for longer before it is
 * resolved. So what comes and goes causes few events.
 */
final class IncidentDecider {
  /** What happens again within this time belongs to the same incident. */
  static final Duration REJOIN = Duration.ofHours(24);

  /** A file with new faults is a new incident, unless the admin is just editing it. */
  private static final Duration REJOIN_FILE = Duration.ofMinutes(10);

  /** Parts of the program must work this long. */
  private static final Duration CALM = Duration.ofMinutes(2);

  private static final Duration FIRST_CALM_AGAIN = Duration.ofMinutes(30);
  private static final Duration MAX_CALM = Duration.ofHours(24);
  private static final int MAX_DOUBLINGS = 6;

  private final Function<Incident, String> ending;
  private final Instant now;
  private final UUID message;
  private final Map<String, Incident> active = new LinkedHashMap<>();
  private final Map<String, Incident> resolved = new HashMap<>();
  private final List<Incident> written = new ArrayList<>();
  private final List<UUID> dropped = new ArrayList<>();

  /**
   * @param known the incidents that are not resolved, and those resolved lately
   * @param ending returns the text of the event that resolves an incident
   * @param message the id of the message that announces the events
   */
  IncidentDecider(
      List<Incident> known, Function<Incident, String> ending, Instant now, UUID message) {
    this.ending = ending;
    this.now = now;
    this.message = message;
    for (var incident : known) {
      if (incident.state() == State.RESOLVED) {
        resolved.merge(incident.subject(), incident, IncidentDecider::later);
      } else {
        active.put(incident.subject(), incident);
      }
    }
  }

  private static Incident later(Incident one, Incident other) {
    return one.lastChanged().isBefore(other.lastChanged()) ? other : one;
  }

  /**
   * Decides.
   *
   * @param findings what is wrong; several processes may have found the same
   * @param continuing what is wrong only if it has an incident with the same cause
   */
  Changes decide(List<Finding> findings, List<Finding> continuing) {
    var present = new LinkedHashMap<String, Finding>();
    for (var finding : findings) {
      if (finding.ended().isEmpty()) {
        present.merge(finding.subject(), finding, IncidentDecider::earlier);
      }
    }
    for (var finding : continuing) {
      var incident = active.get(finding.subject());
      if (incident != null && incident.causes().contains(finding.cause())) {
        present.putIfAbsent(finding.subject(), finding);
      }
    }
    for (var finding : findings) {
      if (finding.ended().isPresent() && !present.containsKey(finding.subject())) {
        past(finding, finding.ended().get());
      }
    }
    present.values().forEach(this::present);
    active.values().stream()
        .filter(incident -> !present.containsKey(incident.subject()))
        .forEach(this::absent);
    return new Changes(written, dropped);
  }

  /**
   * Returns the id of the message that says that an incident was opened. Sources share a message,
   * because many may fail at once. What is wrong with the program may have been announced before it
   * could be stored, and then has the id of the finding.
   */
  private UUID messageOf(Finding finding) {
    return finding.kind().isOfProgram() ? finding.id() : message;
  }

  /** Returns the incident of a finding that cannot be stored now. */
  static Incident unstored(Finding finding) {
    var opened =
        Incident.suspected(finding)
            .opened(finding, finding.since().plus(finding.delay()), finding.id());
    return finding.ended().map(at -> opened.resolved(at, "", finding.id())).orElse(opened);
  }

  private static Finding earlier(Finding one, Finding other) {
    return other.since().isBefore(one.since()) ? other : one;
  }

  /** Records what happened and ended while it could not be recorded. */
  private void past(Finding finding, Instant ended) {
    var last = resolved.get(finding.subject());
    boolean recorded =
        active.containsKey(finding.subject())
            || (last != null && !last.lastChanged().isBefore(finding.since()));
    if (!recorded && finding.isDue(now)) {
      var opened =
          begun(finding).opened(finding, finding.since().plus(finding.delay()), messageOf(finding));
      var over = opened.resolved(ended, ending.apply(opened), message);
      resolved.put(finding.subject(), over);
      written.add(over);
    }
  }

  private void present(Finding finding) {
    var incident = active.get(finding.subject());
    if (incident == null) {
      if (finding.isDue(now)) {
        written.add(begun(finding).opened(finding, now, messageOf(finding)));
      } else if (!finding.kind().isOfProgram()) {
        written.add(Incident.suspected(finding));
      }
    } else if (incident.state() == State.SUSPECTED) {
      suspected(incident, finding);
    } else if (incident.kind() != finding.kind() || !incident.causes().contains(finding.cause())) {
      written.add(incident.changed(finding, now, message));
    } else if (incident.calm().isPresent()) {
      written.add(incident.calm(Optional.empty()));
    }
  }

  private void suspected(Incident incident, Finding finding) {
    var since = finding.since().isBefore(incident.since()) ? finding.since() : incident.since();
    var whole = finding.since(since);
    if (whole.isDue(now)) {
      var begun = begun(whole);
      boolean joins = !begun.course().isEmpty();
      if (joins) {
        dropped.add(incident.id());
      }
      written.add((joins ? begun : incident.since(since)).opened(whole, now, messageOf(finding)));
    } else if (!since.equals(incident.since()) || !incident.causes().contains(finding.cause())) {
      written.add(incident.since(since).suspectedOf(finding));
    }
  }

  /**
   * Returns the incident that was resolved lately and to which the finding belongs, or a new one.
   */
  private Incident begun(Finding finding) {
    var last = resolved.get(finding.subject());
    var time = finding.kind() == Kind.FILE ? REJOIN_FILE : REJOIN;
    return last != null && !finding.since().isAfter(last.lastChanged().plus(time))
        ? last
        : Incident.suspected(finding);
  }

  private void absent(Incident incident) {
    if (incident.state() == State.SUSPECTED) {
      dropped.add(incident.id());
      return;
    }
    var calm = incident.calm().orElse(now);
    if (!calm.plus(patience(incident)).isAfter(now)) {
      written.add(incident.resolved(now, ending.apply(incident), message));
    } else if (incident.calm().isEmpty()) {
      written.add(incident.calm(Optional.of(calm)));
    }
  }

  /** Returns for how long nothing must be wrong before an incident is resolved. */
  static Duration patience(Incident incident) {
    if (incident.kind() == Kind.FILE) {
      return Duration.ZERO; // only the admin changes it
    }
    int again = incident.timesReopened();
    if (again == 0) {
      return incident.kind().isOfProgram() ? CALM : Duration.ZERO;
    }
    var time = FIRST_CALM_AGAIN.multipliedBy(1L << Math.min(again - 1, MAX_DOUBLINGS));
    return time.compareTo(MAX_CALM) > 0 ? MAX_CALM : time;
  }
}
