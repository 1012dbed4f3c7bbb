package io.feedloom.push.alert;

import io.feedloom.store.api.Finding;
import io.feedloom.store.push.Incidents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What this process saw of itself, in memory. So what happens while the store does not work is not
 * lost. What ended is kept until it was certainly recorded. For one thread.
 */
final class Sightings {
  private final Map<String, Finding> present = new LinkedHashMap<>();
  private final List<Finding> ended = new ArrayList<>();

  /** Returns the subjects of what is wrong. */
  Set<String> subjects() {
    return Set.copyOf(present.keySet());
  }

  /** Takes what is wrong now. What is missing has ended. */
  void update(List<Finding> findings, Instant now) {
    var seen = findings.stream().collect(Collectors.toMap(Finding::subject, Function.identity()));
    for (var finding : List.copyOf(present.values())) {
      if (!seen.containsKey(finding.subject())) {
        ended.add(finding.ended(now));
        present.remove(finding.subject());
      }
    }
    for (var finding : findings) {
      present.merge(finding.subject(), finding, Finding::continuedBy);
    }
    ended.removeIf(finding -> !finding.isDue(now));
  }

  /** Returns what is wrong, and what ended but may not be recorded yet. */
  List<Finding> all() {
    var all = new ArrayList<>(ended);
    all.addAll(present.values());
    return all;
  }

  /** Notes that all findings were handed over. */
  void recorded(Instant now) {
    var before = now.minus(Incidents.SIGHTING);
    ended.removeIf(finding -> finding.ended().filter(at -> at.isBefore(before)).isPresent());
  }
}
