package io.feedloom.parse;

import io.feedloom.feed.Item;
import io.feedloom.feed.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdom2.Element;

/**
 * The items of one feed under the identities that the store knows them by, each different.
 *
 * <p>Publishers use one guid for several entries: those of one hour, of one paragraph's anchor. As
 * long as they say different things, none is lost: the first keeps the guid as its identity, and
 * the others have it with a hash of title and date behind it, or of everything.
 */
final class Items {
  private final List<Item> items = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> identities = new HashSet<>();
  private final Set<Long> fingerprints = new HashSet<>();

  void add(Outline.Item item) {
    var element = item.element();
    var bases = item.bases();
    long fingerprint = Fingerprint.of(element);
    var guid = Identity.of(element, fingerprint, bases);
    add(guid, fingerprint, element, bases);
  }

  private void add(String guid, long fingerprint, Element element, Bases bases) {
    if (!fingerprints.add(fingerprint) && identities.contains(guid)) {
      problems.add(new Problem("entry " + guid, "stands there twice"));
      return;
    }
    var identity = guid;
    if (!identities.add(guid)) {
      problems.add(new Problem("entry " + guid, "its id is that of another entry, too"));
      identity = guid + "#" + Identity.ofText(element, fingerprint);
      if (!identities.add(identity)) {
        identity = guid + "#" + Long.toHexString(fingerprint);
        identities.add(identity);
      }
    }
    items.add(new Item(identity, fingerprint, () -> EntryReader.read(guid, element, bases)));
  }

  List<Item> items() {
    return items;
  }

  List<Problem> problems() {
    return problems;
  }
}
