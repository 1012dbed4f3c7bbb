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
   * @param large whether it may exceed a limit; it is read at once then, so that what is cut of it
   *     is among the problems
   * @param hash of title and date
   * @param read makes the entry, which is then held to the limits
   */
  void add(
      String guid,
      long fingerprint,
      boolean large,
      Supplier<String> hash,
      Function<EntryLimits, Entry> read) {
    var known = EntryLimits.guid(guid);
    if (!fingerprints.add(fingerprint) && identities.contains(known)) {
      problem(known, "stands there twice");
      return;
    }
    var identity = identity(known, fingerprint, hash);
    var entry = large ? atOnce(known, read) : later(read);
    items.add(new Item(identity, fingerprint, entry));
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
