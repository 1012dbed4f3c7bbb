package io.feedloom.serve.view;

import io.feedloom.feed.FeedId;
import io.feedloom.health.Health;
import io.feedloom.push.alert.AlertText;
import io.feedloom.store.api.Incident;
import io.feedloom.store.api.NodeState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the program itself, for the admin.
 *
 * @param troubles the parts that do not work
 * @param bugs the unexpected exceptions
 * @param incidents the open incidents
 * @param nodes the nodes that share the database; empty if there can be only one
 */
public record ProgramHealth(
    List<Trouble> troubles, List<Bug> bugs, List<OpenIncident> incidents, List<Node> nodes) {
  /** Nothing, for everyone but the admin. */
  public static final ProgramHealth NONE =
      new ProgramHealth(List.of(), List.of(), List.of(), List.of());

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

  /**
   * A node.
   *
   * @param condition a word: healthy, failing or gone
   * @param said what it does
   */
  public record Node(
      String name,
      String version,
      String condition,
      String said,
      long revision,
      Moment started,
      long polls,
      long arrivals) {
    static Node of(NodeState node, long newest) {
      boolean fine = node.work() == NodeState.Work.ALL && node.revision() == newest;
      var said =
          switch (node.work()) {
            case ALL -> fine ? "polls, delivers and serves" : "uses an older configuration";
            case SERVING -> "only serves";
            case DRAINING -> "ends soon";
          };
      return new Node(
          node.name(),
          node.version(),
          node.isAlive() ? (fine ? "healthy" : "failing") : "gone",
          node.isAlive() ? said : "has not reported lately",
          node.revision(),
          Moment.of(node.started()),
          node.polls(),
          node.arrivals());
    }
  }

  public static ProgramHealth of(Health health, List<Incident> open, List<NodeState> nodes) {
    long newest = nodes.stream().mapToLong(NodeState::revision).max().orElse(0);
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
        open.stream().map(OpenIncident::of).toList(),
        nodes.stream().map(node -> Node.of(node, newest)).toList());
  }
}
