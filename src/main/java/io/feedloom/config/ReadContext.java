package io.feedloom.config;

import io.feedloom.feed.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One reading of all files: the environment it draws on and the faults found so far. */
final class ReadContext {
  /** Faults that are shown with their line; where there are more, they have few causes. */
  private static final int MOST_EXCERPTS = 50;

  private static final String OPENS = "${";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Map<String, String> environment;
  private final SelectionLanguage language;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Tag> tags = new HashMap<>();

  private final Map<String, String> texts = new HashMap<>();
  private boolean sparing;

  ReadContext(Map<String, String> environment, SelectionLanguage language) {
    this.environment = environment;
    this.language = language;
  }

  SelectionLanguage language() {
    return language;
  }

  /** Notes the text of a file, to show lines of it. */
  void text(String file, String text) {
    texts.put(file, text);
  }

  /** Reports a fault that stops the file, or within {@link #sparing} leaves out one entry. */
  void fault(FaultPlace at, String message) {
    faults.add(at.fault(message, !sparing));
  }

  /** Reports a fault that stops the file wherever it stands. */
  void stop(FaultPlace at, String message) {
    faults.add(at.fault(message, true));
  }

  /** Reports a fault that leaves out one entry wherever it stands. */
  void leaveOut(FaultPlace at, String message) {
    faults.add(at.fault(message, false));
  }

  /**
   * Reads one entry of a list whose faults concern nothing else: they leave out that entry.
   *
   * @return empty where it has a fault
   */
  <T> Optional<T> sparing(Supplier<Optional<T>> read) {
    int before = faults.size();
    var value = reading(true, read);
    return faults.size() == before ? value : Optional.empty();
  }

  /** Reads a value whose faults stop the file even within {@link #sparing}. */
  <T> Optional<T> strictly(Supplier<Optional<T>> read) {
    return reading(false, read);
  }

  private <T> T reading(boolean spared, Supplier<T> read) {
    boolean outer = sparing;
    sparing = spared;
    try {
      return read.get();
    } finally {
      sparing = outer;
    }
  }

  /** All faults so far, in the order of file, line and column; none stands twice. */
  List<Fault> faults() {
    var sorted = new ArrayList<>(faults.stream().distinct().sorted().toList());
    var lines = new HashMap<String, List<String>>();
    for (int i = 0; i < Math.min(sorted.size(), MOST_EXCERPTS); i++) {
      var fault = sorted.get(i);
      var file =
          lines.computeIfAbsent(
              fault.file(), name -> texts.getOrDefault(name, "").lines().toList());
      sorted.set(i, fault.with(Excerpt.of(file, fault)));
    }
    return List.copyOf(sorted);
  }

  /**
   * The text with every <code>${NAME}</code> replaced from the environment and every <code>$${
   * </code> by <code>${</code>. Empty, and a fault each, where variables are missing.
   */
  Optional<String> expand(Node.Scalar scalar) {
    var text = scalar.text();
    int opens = text.indexOf(OPENS);
    return opens < 0 ? Optional.of(text) : expand(scalar.at(), text, opens);
  }

  private Optional<String> expand(FaultPlace at, String text, int firstOpens) {
    var expanded = new StringBuilder();
    var variable = VARIABLE.matcher(text);
    boolean complete = true;
    int from = 0;
    for (int opens = firstOpens; opens >= 0; opens = text.indexOf(OPENS, from)) {
      if (opens > from && text.charAt(opens - 1) == '$') {
        expanded.append(text, from, opens - 1).append(OPENS);
        from = opens + OPENS.length();
      } else if (variable.region(opens, text.length()).lookingAt()) {
        var value = environment.get(variable.group(1));
        if (value == null) {
          fault(at, "the environment variable " + variable.group(1) + " is not set");
          complete = false;
        }
        expanded.append(text, from, opens).append(value == null ? "" : value);
        from = variable.end();
      } else {
        fault(at, "expected ${NAME} with the name of a variable; a plain ${ is written $${");
        return Optional.empty();
      }
    }
    return complete ? Optional.of(expanded.append(text, from, text.length()).toString()) : none();
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  /**
   * The tag with this label; equal labels share one.
   *
   * @throws InvalidValue if nothing is left of the label in its normal form
   */
  Tag tag(String label) throws InvalidValue {
    var known = tags.get(label);
    if (known != null) {
      return known;
    }
    if (Tag.key(label).isEmpty()) {
      throw new InvalidValue("has no letter, digit or sign that could name anything");
    }
    var tag = Tag.of(label);
    tags.put(label, tag);
    return tag;
  }
}
