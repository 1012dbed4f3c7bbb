package io.feedloom.serve.view;

import io.feedloom.health.Health;
import java.util.List;

/**
 * The state of the program itself, for the admin.
 *
 * @param troubles the parts that do not work
 * @param bugs the unexpected exceptions
 */
public record ProgramHealth(List<Trouble> troubles, List<Bug> bugs) {
  /** Nothing, for everyone but the admin. */
  public static final ProgramHealth NONE = new ProgramHealth(List.of(), List.of());

  /** A part that does not work. */
  public record Trouble(String part, String why, Moment since) {}

  /** A kind of exception. The log contains its first occurrence. */
  public record Bug(String where, String what, long count, Moment first, Moment last) {}

  public static ProgramHealth of(Health health) {
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
            .toList());
  }
}
