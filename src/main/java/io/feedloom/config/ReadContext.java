package io.feedloom.config;

import io.feedloom.feed.NativePath;
import io.feedloom.feed.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;

/** The state while all files are read: the environment variables and the faults found so far. */
final class ReadContext {
  /**
   * The most faults that are shown with their line. If there are more, most have the same cause.
   */
  private static final int MAX_EXCERPTS = 50;

  private static final String OPENS = "${";

  private final Map<String, String> environment;
  private final SelectionLanguage language;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Tag> tags = new HashMap<>();

  private final References references = new References();
  private final Map<String, String> texts = new HashMap<>();
  private final StampedFiles stamped = new StampedFiles();
  private final CommonForm common = new CommonForm();
  private final List<CommonFiles.Content> contents = new ArrayList<>();
  private final Optional<Path> commonFolder;
  private final Set<String> missing = new TreeSet<>();
  private boolean sparing;

  ReadContext(Map<String, String> environment, SelectionLanguage language) {
    this(environment, language, Optional.empty());
  }

  /**
   * @param commonFolder the folder of this node's own file, if files are read that another node may
   *     have stored. Then a missing secret is no fault, see {@link #missing}
   */
  ReadContext(
      Map<String, String> environment, SelectionLanguage language, Optional<Path> commonFolder) {
    this.environment = environment;
    this.language = language;
    this.commonFolder = commonFolder;
  }

  /** Returns what the form of the files without secrets is made from. */
  CommonForm common() {
    return common;
  }

  /** Keeps a file that was read, in the order of reading. */
  void content(String name, boolean opml, String text) {
    contents.add(new CommonFiles.Content(name, opml, text));
  }

  /**
   * Returns the files in the form that several nodes share.
   *
   * @param folder the folder of {@code feeds.yml}
   */
  CommonFiles commonFiles(Path folder) {
    var files =
        contents.stream()
            .map(
                file ->
                    new CommonFiles.Content(
                        relative(folder, file.name()),
                        file.opml(),
                        file.opml() ? file.text() : common.of(file.name(), file.text())))
            .toList();
    return CommonFiles.of(files, common.traces());
  }

  private static String relative(Path folder, String name) {
    if (RemoteList.isAddress(name)) {
      return name;
    }
    var file = NativePath.of(name).toAbsolutePath().normalize();
    var from = folder.toAbsolutePath().normalize();
    return file.startsWith(from) ? NativePath.text(from.relativize(file)) : NativePath.text(file);
  }

  /** Returns whether this node lacks a secret of common files. Notes which one. */
  boolean lacks(YamlNode.Scalar scalar) {
    if (commonFolder.isEmpty()) {
      return false;
    }
    if (scalar.text().equals(CommonForm.LITERAL)) {
      missing.add("the secret at " + scalar.at() + ", which is not written as ${NAME}");
      return true;
    }
    int before = missing.size();
    var placeholder = Placeholder.PATTERN.matcher(scalar.text());
    while (placeholder.find()) {
      try {
        value(placeholder, scalar.at());
      } catch (InvalidValue e) {
        // It is noted as missing.
      }
    }
    return missing.size() > before;
  }

  /** Returns what replaces a placeholder. Notes it if this node lacks it. */
  private String value(Matcher placeholder, FaultPlace at) throws InvalidValue {
    var file = NativePath.of(at.file());
    try {
      return Placeholder.value(
          placeholder, commonFolder.map(folder -> folder.resolve(file)).orElse(file), environment);
    } catch (InvalidValue e) {
      if (commonFolder.isPresent()) {
        missing.add(Placeholder.name(placeholder));
      }
      throw e;
    }
  }

  /** Returns the variables and secrets that common files need and this node lacks. */
  List<String> missing() {
    return List.copyOf(missing);
  }

  SelectionLanguage language() {
    return language;
  }

  /** Returns the names by which parts of the file refer to each other. */
  References references() {
    return references;
  }

  /** Returns every file and folder that the settings depend on. */
  StampedFiles stamped() {
    return stamped;
  }

  /** Keeps the text of a file, so that faults can show its lines. */
  void text(String file, String text) {
    texts.put(file, text);
  }

  /**
   * Reports a fault. The whole file is rejected or, inside {@link #sparing}, one item is left out.
   */
  void fault(FaultPlace at, String message) {
    faults.add(at.fault(message, !sparing));
  }

  /** Reports a fault that rejects the whole file, also inside {@link #sparing}. */
  void stop(FaultPlace at, String message) {
    faults.add(at.fault(message, true));
  }

  /** Reports a fault that leaves out one item. */
  void leaveOut(FaultPlace at, String message) {
    faults.add(at.fault(message, false));
  }

  /**
   * Reads one item of a list. Because of a fault, only that item is left out.
   *
   * @return empty if it has a fault
   */
  <T> Optional<T> sparing(Supplier<Optional<T>> read) {
    int before = faults.size();
    var value = reading(true, read);
    return faults.size() == before ? value : Optional.empty();
  }

  /**
   * Reads a value. Because of a fault in it, the whole file is rejected, also inside {@link
   * #sparing}.
   */
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

  /** Returns all faults so far, in the order of file, line and column, without repetition. */
  List<Fault> faults() {
    var sorted = new ArrayList<>(faults.stream().distinct().sorted().toList());
    var lines = new HashMap<String, List<String>>();
    for (int i = 0; i < Math.min(sorted.size(), MAX_EXCERPTS); i++) {
      var fault = sorted.get(i);
      var file =
          lines.computeIfAbsent(
              fault.file(), name -> texts.getOrDefault(name, "").lines().toList());
      sorted.set(i, fault.withExcerpt(Excerpt.of(file, fault)));
    }
    return List.copyOf(sorted);
  }

  /**
   * Replaces every {@link Placeholder} by its value and every <code>$${ </code> by <code>${</code>.
   * Reports a fault for each missing variable or file and returns empty then.
   */
  Optional<String> expand(YamlNode.Scalar scalar) {
    var text = scalar.text();
    int opens = text.indexOf(OPENS);
    return opens < 0 ? Optional.of(text) : expand(scalar.at(), text, opens);
  }

  private Optional<String> expand(FaultPlace at, String text, int firstOpens) {
    var expanded = new StringBuilder();
    var placeholder = Placeholder.PATTERN.matcher(text);
    boolean complete = true;
    int from = 0;
    for (int opens = firstOpens; opens >= 0; opens = text.indexOf(OPENS, from)) {
      if (opens > from && text.charAt(opens - 1) == '$') {
        expanded.append(text, from, opens - 1).append(OPENS);
        from = opens + OPENS.length();
      } else if (placeholder.region(opens, text.length()).lookingAt()) {
        expanded.append(text, from, opens);
        try {
          expanded.append(value(placeholder, at));
        } catch (InvalidValue e) {
          fault(at, e.reason().orElse("it cannot be replaced"));
          complete = false;
        }
        from = placeholder.end();
      } else {
        fault(
            at,
            "expected ${NAME} with the name of a variable, or ${file:PATH}; write $${ for a plain"
                + " ${");
        return Optional.empty();
      }
    }
    return complete ? Optional.of(expanded.append(text, from, text.length()).toString()) : none();
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  /**
   * Returns the tag with this label. Equal labels share one tag.
   *
   * @throws InvalidValue if the normal form of the label is empty
   */
  Tag tag(String label) throws InvalidValue {
    var known = tags.get(label);
    if (known != null) {
      return known;
    }
    if (Tag.key(label).isEmpty()) {
      throw new InvalidValue("has no letter, digit or sign that a tag can contain");
    }
    var tag = Tag.of(label);
    tags.put(label, tag);
    return tag;
  }
}
