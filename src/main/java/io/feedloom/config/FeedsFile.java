package io.feedloom.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads {@code feeds.yml} and all that it includes. */
public final class FeedsFile {
  private FeedsFile() {}

  /**
   * Reads the settings and every fault of every file. Never throws for what stands in a file, or
   * for one that is missing or unreadable.
   *
   * <p>A fault that concerns one feed of the list, one outline of an OPML file or one include
   * leaves out that one, and the rest comes into force: nothing is shown to more people for lack of
   * it. Every other fault stops the file, because it is ambiguous or decides who sees what: unknown
   * keys and keys that stand twice, which may be a misspelt {@code access}; {@code access}, {@code
   * auth} and {@code headers} of a feed; addresses and ids that stand twice; and all that is not
   * about one feed.
   *
   * @param file as the admin names it; faults name it the same way
   * @param environment what <code>${NAME}</code> stands for
   * @param language what streams are written in
   */
  public static Loaded read(
      Path file, Map<String, String> environment, SelectionLanguage language) {
    var in = new ReadContext(environment, language);
    var inclusion = new Inclusion(in);
    var root = inclusion.open(file).flatMap(node -> Root.SHAPE.read(node, in));
    root.ifPresent(found -> inclusion.add(file, found.feeds(), found.include()));
    var subscriptions = Subscriptions.unique(inclusion.drafts(), in);
    var faults = in.faults();
    var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    var looked = inclusion.looked();
    return root.isPresent() && faults.stream().noneMatch(Fault::stops)
        ? new Loaded.Valid(
            root.get().settings(folder, subscriptions), faults, looked.files(), looked.stamp())
        : new Loaded.Invalid(faults, looked.files(), looked.stamp());
  }
}
