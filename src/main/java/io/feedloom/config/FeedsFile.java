package io.feedloom.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads {@code feeds.yml} and all that it includes. */
public final class FeedsFile {
  private FeedsFile() {}

  /**
   * The settings, or every fault of every file. Never throws for what stands in a file, or for one
   * that is missing or unreadable.
   *
   * @param file as the admin names it; faults name it the same way
   * @param environment what <code>${NAME}</code> stands for
   * @param language what streams are written in
   */
  public static Loaded read(
      Path file, Map<String, String> environment, SelectionLanguage language) {
    var in = new Reading(environment, language);
    var inclusion = new Inclusion(in);
    var root = inclusion.open(file).flatMap(node -> Root.SHAPE.read(node, in));
    root.ifPresent(found -> inclusion.add(file, found.feeds(), found.include()));
    var subscriptions = Subscriptions.unique(inclusion.drafts(), in);
    var faults = in.faults();
    var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    return root.isPresent() && faults.isEmpty()
        ? new Loaded.Valid(root.get().settings(folder, subscriptions), inclusion.files())
        : new Loaded.Invalid(faults, inclusion.files());
  }
}
