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
 * The items of one feed under the identities that the store knows them by, each different.
 *
 * <p>Publishers use one guid for several entries: those of one hour, of one paragraph's anchor. As
 * long as they say different things, none is lost: the first keeps the guid as its identity, and
 * the others have it with a hash of title and date behind it, or of everything.
 */
final class Items {
  private static final int MOST_PROBLEMS = 20;

  private final List<Item> items = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> identities = new HashSet<>();
  private final Set<Long> fingerprints = new HashSet<>();

  /**
   * Takes an item, unless it is the very same as one before.
   *
   * @param hash of title and date
   */
  void add(String guid, long fingerprint, Supplier<String> hash, Supplier<Entry> entry) {
    if (!fingerprints.add(fingerprint) && identities.contains(guid)) {
      problem(guid, "stands there twice");
    } else {
      items.add(new Item(identity(guid, fingerprint, hash), fingerprint, entry));
    }
  }

  private String identity(String guid, long fingerprint, Supplier<String> hash) {
    if (identities.add(guid)) {
      return guid;
    }
    problem(guid, "its id is that of another entry, too");
    var identity = guid + "#" + hash.get();
    if (!identities.add(identity)) {
      identity = guid + "#" + Long.toHexString(fingerprint);
      identities.add(identity);
    }
    return identity;
  }

  /**
   * Says what was left out of a document.
   *
   * @param all how many items it has
   * @param saying how many of them say anything
   * @param read how many of those are read
   */
  static List<Problem> leftOut(int all, int saying, int read) {
    var problems = new ArrayList<Problem>();
    int blank = all - saying;
    if (blank > 0) {
      problems.add(
          new Problem(
              "",
              blank == 1
                  ? "1 item says nothing and is left out"
                  : blank + " items say nothing and are left out"));
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
