package io.feedloom.push.subscriber;

import io.feedloom.feed.TopicSubscription;
import io.feedloom.feed.TopicSubscription.Course;
import io.feedloom.feed.TopicSubscription.Mode;
import io.feedloom.feed.TopicSubscription.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides how a subscription goes on after each event. Has no side effects. */
final class Courses {
  /** The lease that is requested. */
  static final Duration LEASE = Duration.ofDays(10);

  /** After this many failures, the next hub of the feed is tried. */
  static final int HOPELESS = 2;

  /** After this many failures, an unsubscription is given up. */
  private static final int ENOUGH = 3;

  private static final Duration MIN_LEASE = Duration.ofMinutes(1);
  private static final Duration MAX_LEASE = Duration.ofDays(365);
  private static final Duration MAX_RENEWAL = Duration.ofDays(15);
  private static final Duration MIN_WAIT = Duration.ofSeconds(30);

  /** How long to wait after each failure in a row, or for the verification of a request. */
  private static final List<Duration> WAITS =
      List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1));

  private static final List<Duration> WAITS_AFTER_DENIAL =
      List.of(Duration.ofDays(1), Duration.ofDays(7));

  private Courses() {}

  /** Returns what is asked of the hub next. */
  static Mode mode(TopicSubscription subscription) {
    return subscription.state() == State.LEAVING ? Mode.UNSUBSCRIBE : Mode.SUBSCRIBE;
  }

  /** Returns whether nothing more is to be done about a subscription. */
  static boolean isOver(TopicSubscription subscription, Instant now) {
    var course = subscription.course();
    boolean ended = course.expires().filter(now::isBefore).isEmpty();
    return course.state() == State.LEAVING && (ended || course.failures() >= ENOUGH);
  }

  /**
   * Returns a due subscription while its request is being sent. A request that is still pending has
   * failed, because the hub did not verify it in time.
   */
  static TopicSubscription asked(TopicSubscription subscription, Instant now, Instant leaseEnd) {
    var course = subscription.course();
    boolean unverified = course.pending().isPresent();
    int failures = course.failures() + (unverified ? 1 : 0);
    boolean lasts = course.expires().filter(now::isBefore).isPresent();
    boolean isFirst = course.state() == State.ASKING && !unverified;
    var state =
        course.state() == State.LEAVING
            ? State.LEAVING
            : lasts ? State.ACTIVE : isFirst || failures == 0 ? State.ASKING : State.FAILED;
    return subscription.withCourse(
        new Course(
            state,
            Optional.of(mode(subscription)),
            leaseEnd,
            lasts ? course.since() : Optional.empty(),
            course.expires(),
            failures,
            course.message()));
  }

  /** Returns the subscription after the hub accepted a request. It is verified later. */
  static TopicSubscription accepted(TopicSubscription subscription, Instant now) {
    var course = subscription.course();
    var message =
        course.failures() == 0
            ? "the hub accepted the request and will verify it"
            : "the hub accepted the request %d times and never verified it"
                .formatted(course.failures() + 1);
    return subscription.withCourse(
        new Course(
            course.state(),
            course.pending(),
            now.plus(wait(course, course.failures(), now)),
            course.since(),
            course.expires(),
            course.failures(),
            message));
  }

  /**
   * Returns the subscription after a request failed.
   *
   * @param asked how long the hub asked to wait
   */
  static TopicSubscription failed(
      TopicSubscription subscription, String why, Optional<Duration> asked, Instant now) {
    var course = subscription.course();
    boolean lasts = course.expires().filter(now::isBefore).isPresent();
    var usual = wait(course, course.failures(), now);
    var day = Duration.ofDays(1);
    var wait =
        asked
            .map(wish -> wish.compareTo(day) > 0 ? day : wish)
            .filter(wish -> wish.compareTo(usual) > 0)
            .orElse(usual);
    return subscription.withCourse(
        new Course(
            course.state() == State.LEAVING ? State.LEAVING : lasts ? State.ACTIVE : State.FAILED,
            Optional.empty(),
            now.plus(wait),
            course.since(),
            course.expires(),
            course.failures() + 1,
            why));
  }

  /** Returns how long to wait; while the hub's lease lasts, at most half of the rest of it. */
  private static Duration wait(Course course, int failures, Instant now) {
    var usual = WAITS.get(Math.clamp(failures, 0, WAITS.size() - 1));
    return course
        .expires()
        .filter(now::isBefore)
        .map(end -> Duration.between(now, end).dividedBy(2))
        .filter(half -> half.compareTo(usual) < 0)
        .map(half -> half.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : half)
        .orElse(usual);
  }

  /**
   * Returns the subscription after the hub verified the request to subscribe.
   *
   * @param granted the lease that the hub grants, if it says so
   */
  static TopicSubscription verified(
      TopicSubscription subscription, Optional<Duration> granted, Instant now) {
    var lease = granted.map(Courses::bounded).orElse(LEASE);
    var half = lease.dividedBy(2);
    var received = subscription.received();
    boolean goesOn = subscription.isActive(now) && subscription.course().since().isPresent();
    var evidence = received.evidence();
    var course =
        new Course(
            State.ACTIVE,
            Optional.empty(),
            now.plus(half.compareTo(MAX_RENEWAL) > 0 ? MAX_RENEWAL : half),
            Optional.of(goesOn ? subscription.course().since().get() : now),
            Optional.of(now.plus(lease)),
            0,
            "the hub verified the subscription");
    var proof = goesOn ? evidence : evidence.afterGap();
    return subscription.withCourse(course).withReceived(received.withEvidence(proof));
  }

  private static Duration bounded(Duration lease) {
    return lease.compareTo(MIN_LEASE) < 0
        ? MIN_LEASE
        : lease.compareTo(MAX_LEASE) > 0 ? MAX_LEASE : lease;
  }

  /** Returns the subscription after the hub denied it. */
  static TopicSubscription denied(TopicSubscription subscription, String reason, Instant now) {
    var course = subscription.course();
    boolean again = course.state() == State.DENIED || course.failures() > 0;
    return subscription.withCourse(
        new Course(
            State.DENIED,
            Optional.empty(),
            now.plus(WAITS_AFTER_DENIAL.get(again ? 1 : 0)),
            Optional.empty(),
            Optional.empty(),
            course.failures() + 1,
            reason.isBlank()
                ? "the hub denied the subscription"
                : "the hub denied the subscription: "
                    + SubscribeRequest.hidden(subscription, reason)));
  }

  /** Returns an active subscription that is to be ended. */
  static TopicSubscription leaving(TopicSubscription subscription, Instant now) {
    return subscription.withCourse(
        new Course(
            State.LEAVING,
            Optional.empty(),
            now,
            Optional.empty(),
            subscription.course().expires(),
            0,
            "it is to be ended"));
  }
}
