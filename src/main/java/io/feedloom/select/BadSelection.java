package io.feedloom.select;

import java.util.List;
import java.util.stream.Collectors;

/** A client asked for something that is no selection. Names all that is wrong with it. */
public final class BadSelection extends Exception {
  private final List<Fault> faults;

  /**
   * One thing that is wrong.
   *
   * @param parameter its name; {@code path} for the tags in a path
   * @param problem what is wrong with it
   * @param allowed what may stand there
   */
  public record Fault(String parameter, String problem, String allowed) {
    /** Returns all but the name. */
    public String message() {
      return problem + "; allowed: " + allowed;
    }

    @Override
    public String toString() {
      return parameter + ": " + message();
    }
  }

  /**
   * @throws IllegalArgumentException if there is no fault
   */
  public BadSelection(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("a bad selection has at least one fault");
    }
    this.faults = List.copyOf(faults);
  }

  /** In the order of the parameters. */
  public List<Fault> faults() {
    return faults;
  }
}
