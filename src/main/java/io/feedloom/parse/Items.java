package io.feedloom.parse;

import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects the items of one document. Publishers use one guid for several entries, so items with
 * the same guid and different content are all kept.
 */
final class Items {
  private static final int MOST_PROBLEMS = 20;

  private final List<Item> items = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> guids = new HashSet<>();
  private final Set<Version> versions = new HashSet<>();

  private record Version(String guid, long fingerprint) {}

  /** Adds an item, unless one with the same guid and content was added before. */
  void add(String guid, long fingerprint, Supplier<Entry> entry) {
    boolean isFirst = guids.add(guid);
    if (!versions.add(new Version(guid, fingerprint))) {
      problem(guid, "stands there twice");
      return;
    }
    if (!isFirst) {
      problem(guid, "its id is that of another entry, too");
    }
    items.add(new Item(guid, fingerprint, entry));
  }

  private void problem(String guid, String message) {
    if (problems.size() < MOST_PROBLEMS) {
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
