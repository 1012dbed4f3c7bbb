package io.feedloom.config;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.Subscription;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes sure that no two feeds share an address or an id. */
final class Subscriptions {
  private Subscriptions() {}

  /**
   * Returns the feeds in the order of the file, each with an id of its own. If ids that were made
   * from addresses are equal to each other or to an id that the admin wrote, all of them become
   * longer. So no id depends on the order. Reports written ids that occur twice, and addresses that
   * occur twice in YAML. Then the whole file is rejected, because either could be the right one.
   */
  static List<Subscription> unique(List<Draft> drafts, ReadContext in) {
    var once = onceEach(drafts, in);
    faultFormerAddresses(once, in);
    var shared = sharedIds(once);
    if (!shared.isEmpty()) {
      once.replaceAll(
          draft ->
              draft.idAt().isEmpty() && shared.contains(draft.feed().id())
                  ? draft.withId(FeedId.distinct(first(draft.feed())))
                  : draft);
      faultSharedIds(once, in);
    }
    return once.stream().map(Draft::feed).toList();
  }

  /**
   * Returns each feed once. A feed that several outlines list, or YAML and outlines, has the tags
   * of all and the options of YAML, else of the first outline.
   */
  static List<Draft> onceEach(List<Draft> drafts, ReadContext in) {
    Map<String, Integer> places = HashMap.newHashMap(drafts.size());
    List<Draft> once = new ArrayList<>(drafts.size());
    for (var draft : drafts) {
      var place = places.putIfAbsent(draft.feed().url().toString(), once.size());
      if (place == null) {
        once.add(draft);
        continue;
      }
      var earlier = once.get(place);
      if (draft.outline()) {
        once.set(place, earlier.withTagsOf(draft));
      } else if (earlier.outline()) {
        once.set(place, draft.withTagsOf(earlier));
      } else {
        in.stop(draft.at(), "this feed is already listed at " + earlier.at());
      }
    }
    return once;
  }

  /** Returns the address under which a feed was first listed. */
  private static URI first(Subscription feed) {
    return feed.was().isEmpty() ? feed.url() : feed.was().getFirst();
  }

  /** Reports earlier addresses that also belong to another feed. */
  private static void faultFormerAddresses(List<Draft> drafts, ReadContext in) {
    Map<URI, Draft> owners = new HashMap<>();
    drafts.forEach(draft -> owners.put(draft.feed().url(), draft));
    for (var draft : drafts) {
      for (var address : draft.feed().was()) {
        var owner = owners.putIfAbsent(address, draft);
        if (owner != null && !owner.equals(draft)) {
          in.stop(draft.at(), "an address under \"was\" also belongs to the feed at " + owner.at());
        }
      }
    }
  }

  private static Set<FeedId> sharedIds(List<Draft> drafts) {
    Set<FeedId> seen = HashSet.newHashSet(drafts.size());
    return drafts.stream()
        .map(draft -> draft.feed().id())
        .filter(id -> !seen.add(id))
        .collect(Collectors.toSet());
  }

  private static void faultSharedIds(List<Draft> drafts, ReadContext in) {
    Map<FeedId, Draft> byId = HashMap.newHashMap(drafts.size());
    for (var draft : drafts) {
      var earlier = byId.putIfAbsent(draft.feed().id(), draft);
      if (earlier != null) {
        in.stop(place(draft), "this id is already used at " + place(earlier));
      }
    }
  }

  private static FaultPlace place(Draft draft) {
    return draft.idAt().orElse(draft.at());
  }
}
