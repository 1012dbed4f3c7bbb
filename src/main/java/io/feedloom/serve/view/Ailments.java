package io.feedloom.serve.view;

import io.feedloom.health.Health;
import java.util.List;

/**
 * What the admin is shown of the program itself.
 *
 * @param troubles the parts that are out of order
 * @param bugs exceptions that nobody expected
 */
public record Ailments(List<Trouble> troubles, List<Bug> bugs) {
  /** Nothing, as others are shown. */
  public static final Ailments NONE = new Ailments(List.of(), List.of());

  /** A part that is out of order. */
  public record Trouble(String part, String why, Moment since) {}

  /** An exception of one kind; the log has its first occurrence. */
  public record Bug(String where, String what, long count, Moment first, Moment last) {}

  public static Ailments of(Health health) {
    return new Ailments(
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
            .toList());
  }
}
