package io.feedloom.config;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.Subscription;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sees to it that no two feeds share an address or an id. */
final class Subscriptions {
  private Subscriptions() {}

  /**
   * The feeds in the order written. Where ids made from addresses collide, with each other or with
   * one that the admin gave, they all get longer ones, so that none depends on the order. Faults
   * addresses and given ids that stand twice.
   */
  static List<Subscription> unique(List<Draft> drafts, Reading in) {
    Map<URI, Draft> byUrl = HashMap.newHashMap(drafts.size());
    Map<FeedId, Integer> uses = HashMap.newHashMap(drafts.size());
    List<Draft> once = new ArrayList<>(drafts.size());
    for (var draft : drafts) {
      var earlier = byUrl.putIfAbsent(draft.feed().url(), draft);
      if (earlier == null) {
        once.add(draft);
        uses.merge(draft.feed().id(), 1, Integer::sum);
      } else {
        in.fault(draft.at(), "this feed already stands at " + earlier.at());
      }
    }
    once.replaceAll(
        draft ->
            draft.named() || uses.getOrDefault(draft.feed().id(), 0) < 2
                ? draft
                : draft.withId(FeedId.distinct(draft.feed().url())));
    faultSharedIds(once, in);
    return once.stream().map(Draft::feed).toList();
  }

  private static void faultSharedIds(List<Draft> drafts, Reading in) {
    Map<FeedId, Draft> byId = HashMap.newHashMap(drafts.size());
    for (var draft : drafts) {
      var earlier = byId.putIfAbsent(draft.feed().id(), draft);
      if (earlier != null) {
        in.fault(
            draft.at(),
            "the id \"" + draft.feed().id() + "\" already belongs to the feed at " + earlier.at());
      }
    }
  }
}
