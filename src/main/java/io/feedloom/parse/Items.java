package io.feedloom.parse;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Collects the items of one document. Publishers use one guid for several entries, so items with
 * the same guid and different content are all kept.
 */
final class Items {
  private static final int MAX_PROBLEMS = 20;

  private final List<Item> items = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> guids = new HashSet<>();
  private final Set<Version> versions = new HashSet<>();

  private record Version(String guid, long fingerprint) {}

  /**
   * Adds an item, unless one with the same guid and content was added before.
   *
   * @param large whether it may exceed a limit; then it is read at once, so that cut fields are
   *     among the problems
   * @param read makes the entry, to which the limits are applied
   */
  void add(String guid, long fingerprint, boolean large, Function<EntryLimits, Entry> read) {
    var known = EntryLimits.guid(guid);
    boolean isFirst = guids.add(known);
    if (!versions.add(new Version(known, fingerprint))) {
      problem(known, "appears twice");
      return;
    }
    if (!isFirst) {
      problem(known, "another entry has the same id");
    }
    items.add(new Item(known, fingerprint, large ? atOnce(known, read) : later(read)));
  }

  private Supplier<Entry> atOnce(String guid, Function<EntryLimits, Entry> read) {
    var limits = new EntryLimits();
    var entry = limits.apply(read.apply(limits));
    limits.cut().ifPresent(fields -> problem(guid, "too large, so cut: " + fields));
    return () -> entry;
  }

  private static Supplier<Entry> later(Function<EntryLimits, Entry> read) {
    return () -> {
      var limits = new EntryLimits();
      return limits.apply(read.apply(limits));
    };
  }

  /**
   * Reports items of a document that are left out.
   *
   * @param all the number of items
   * @param saying the number of items that are not blank
   * @param read the number of items that are read
   */
  static List<Problem> leftOut(int all, int saying, int read) {
    var problems = new ArrayList<Problem>();
    int blank = all - saying;
    if (blank > 0) {
      problems.add(
          new Problem(
              "",
              blank == 1
                  ? "1 item is blank and is left out"
                  : blank + " items are blank and are left out"));
    }
    if (read < saying) {
      problems.add(
          new Problem(
              "",
              "%d items; the newest %d are read, %d left out"
                  .formatted(saying, read, saying - read)));
    }
    return problems;
  }

  private void problem(String guid, String message) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem("entry " + guid, message));
    }
  }

  List<Item> items() {
    return items;
  }

  List<Problem> problems() {
    return problems;
  }
}
