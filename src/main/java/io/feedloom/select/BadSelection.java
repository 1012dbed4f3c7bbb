package io.feedloom.select;

import java.util.List;
import java.util.stream.Collectors;

/** A client's selection is invalid. Lists all faults. */
public final class BadSelection extends Exception {
  private final List<Fault> faults;

  /**
   * A fault of a selection.
   *
   * @param parameter its name; {@code path} for the tags in a path
   * @param problem the fault
   * @param allowed which values are allowed
   */
  public record Fault(String parameter, String problem, String allowed) {
    /** Returns the message without the name. */
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

  /** Returns the faults in the order of the parameters. */
  public List<Fault> faults() {
    return faults;
  }
}
