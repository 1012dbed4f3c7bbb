package io.feedloom.push.subscriber;

import io.feedloom.feed.Secret;
import io.feedloom.feed.TopicSubscription;
import io.feedloom.feed.TopicSubscription.Course;
import io.feedloom.feed.TopicSubscription.Deliveries;
import io.feedloom.feed.TopicSubscription.State;
import io.feedloom.store.api.TopicChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides which subscriptions of a feed begin and end. A feed has one subscription, at the first of
 * its hubs that grants it.
 *
 * @param wish the subscription that the feed should have
 * @param feed the number of the feed
 * @param random makes unguessable texts
 */
record TopicPlan(Optional<HubWish> wish, int feed, Instant now, Supplier<String> random) {
  /** Returns the changes of the stored subscriptions. */
  List<TopicChange> changes(List<TopicSubscription> stored) {
    var kept = kept(stored);
    var changes = new ArrayList<TopicChange>();
    for (var each : stored) {
      if (each.state() != State.LEAVING && kept.filter(each::equals).isEmpty()) {
        changes.add(end(each));
      }
    }
    if (wish.isPresent()) {
      if (kept.isEmpty()) {
        changes.add(begin(wish.get().hubs().getFirst(), 0, now));
      } else if (isHopeless(kept.get()) && wish.get().hubs().size() > 1) {
        var course = kept.get().course();
        changes.add(new TopicChange.Remove(kept.get().path()));
        changes.add(
            begin(
                wish.get().after(kept.get().hub()),
                course.failures(),
                course.failures() > Courses.HOPELESS ? course.due() : now));
      }
    }
    return changes;
  }

  private Optional<TopicSubscription> kept(List<TopicSubscription> stored) {
    return stored.stream()
        .filter(each -> each.state() != State.LEAVING && isWished(each))
        .max(Comparator.comparing((TopicSubscription each) -> each.isActive(now)));
  }

  private boolean isWished(TopicSubscription each) {
    return wish.filter(it -> it.topic().equals(each.topic()))
        .filter(it -> it.hubs().contains(each.hub()))
        .filter(it -> each.callback().equals(it.callbacks() + each.path()))
        .isPresent();
  }

  /** Returns whether another hub of the feed should be tried. */
  static boolean isHopeless(TopicSubscription each) {
    return each.state() == State.DENIED
        || (each.state() == State.FAILED && each.course().failures() >= Courses.HOPELESS);
  }

  private TopicChange end(TopicSubscription each) {
    return each.isActive(now)
        ? new TopicChange.Put(Courses.leaving(each, now))
        : new TopicChange.Remove(each.path());
  }

  /**
   * Begins a subscription.
   *
   * @param failures how often other hubs of the feed have failed
   */
  private TopicChange begin(String hub, int failures, Instant due) {
    var path = random.get();
    var course = Course.begin(due);
    return new TopicChange.Put(
        new TopicSubscription(
            path,
            feed,
            wish.orElseThrow().callbacks() + path,
            wish.orElseThrow().topic(),
            hub,
            new Secret(random.get()),
            new Course(
                course.state(),
                course.pending(),
                course.due(),
                course.since(),
                course.expires(),
                failures,
                course.message()),
            Deliveries.NONE));
  }
}
