package io.feedloom.serve.view;

import io.feedloom.feed.FeedId;
import io.feedloom.health.Health;
import io.feedloom.push.alert.AlertText;
import io.feedloom.store.api.Incident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the program itself, for the admin.
 *
 * @param troubles the parts that do not work
 * @param bugs the unexpected exceptions
 * @param incidents the open incidents
 */
public record ProgramHealth(List<Trouble> troubles, List<Bug> bugs, List<OpenIncident> incidents) {
  /** Nothing, for everyone but the admin. */
  public static final ProgramHealth NONE = new ProgramHealth(List.of(), List.of(), List.of());

  /** A part that does not work. */
  public record Trouble(String part, String why, Moment since) {}

  /** A kind of exception. The log contains its first occurrence. */
  public record Bug(String where, String what, long count, Moment first, Moment last) {}

  /**
   * An open incident.
   *
   * @param source the id of the feed; null if it does not concern one
   */
  public record OpenIncident(String title, String text, @Nullable String source, Moment since) {
    static OpenIncident of(Incident incident) {
      return new OpenIncident(
          AlertText.title(incident),
          AlertText.text(incident, incident.course().getLast()),
          incident.source().map(FeedId::value).orElse(null),
          Moment.of(incident.since()));
    }
  }

  public static ProgramHealth of(Health health, List<Incident> open) {
    return new ProgramHealth(
        health.troubles().stream()
            .map(trouble -> new Trouble(trouble.part(), trouble.why(), Moment.of(trouble.since())))
            .toList(),
        health.incidents().stream()
            .map(
                bug ->
                    new Bug(
                        bug.where(),
                        bug.what(),
                        bug.count(),
                        Moment.of(bug.first()),
                        Moment.of(bug.last())))
            .toList(),
        open.stream().map(OpenIncident::of).toList());
  }
}
