package io.feedloom.feed;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A subscription of a feed's topic at a WebSub hub.
 *
 * @param path the last segment of the callback's path; nobody else can guess it
 * @param feed the number of the feed in this store
 * @param callback the whole address of the callback, as the hub knows it
 * @param topic the address of the topic, as the publisher writes it
 * @param hub the address of the hub
 * @param secret signs the deliveries
 */
public record TopicSubscription(
    String path,
    int feed,
    String callback,
    String topic,
    String hub,
    Secret secret,
    Course course,
    Deliveries received) {

  /** The state of a subscription. */
  public enum State {
    /** The hub was not asked yet, or has not verified the request yet. */
    ASKING,
    /** The hub verified it. */
    ACTIVE,
    /** The last request failed; it is repeated. */
    FAILED,
    /** The hub denied it; it is asked again after a long time. */
    DENIED,
    /** It is to be ended. */
    LEAVING;

    /** Returns the word for it in the API and in the database. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the state with this word. */
    public static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What a request asks of the hub (WebSub section 5.1). */
  public enum Mode {
    SUBSCRIBE,
    UNSUBSCRIBE;

    /** Returns the value of {@code hub.mode}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the mode with this word. */
    public static Mode of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * How far the subscription is.
   *
   * @param pending the request whose verification is awaited
   * @param due when to do something about it; while a process works on it, the end of its lease
   * @param since since when it is active without a gap
   * @param expires the end of the lease that the hub grants
   * @param failures failed requests since the last success
   * @param message the last event in words for the admin
   */
  public record Course(
      State state,
      Optional<Mode> pending,
      Instant due,
      Optional<Instant> since,
      Optional<Instant> expires,
      int failures,
      String message) {
    /** Returns the course of a subscription for which the hub is to be asked. */
    public static Course begin(Instant now) {
      return new Course(
          State.ASKING,
          Optional.empty(),
          now,
          Optional.empty(),
          Optional.empty(),
          0,
          "the hub is to be asked");
    }
  }

  /**
   * What the hub delivered.
   *
   * @param count how many deliveries were taken
   * @param newest the latest date of a delivered document
   * @param recent the digests of the last bodies, the newest first
   */
  public record Deliveries(
      long count,
      Optional<Instant> last,
      Optional<Instant> newest,
      List<Long> recent,
      PushEvidence evidence) {
    /** Nothing. */
    public static final Deliveries NONE =
        new Deliveries(0, Optional.empty(), Optional.empty(), List.of(), PushEvidence.NONE);

    public Deliveries {
      recent = List.copyOf(recent);
    }

    /** Returns a copy with other evidence. */
    public Deliveries withEvidence(PushEvidence other) {
      return new Deliveries(count, last, newest, recent, other);
    }
  }

  /**
   * Returns the subscription to show of those of a feed: one that does not end, if there is any.
   */
  public static Optional<TopicSubscription> shown(List<TopicSubscription> ofFeed) {
    return ofFeed.stream()
        .min(Comparator.comparing((TopicSubscription each) -> each.state() == State.LEAVING));
  }

  /** Returns a copy with {@link Masked} addresses. It keeps the secrets of the callback. */
  public TopicSubscription masked() {
    var masked =
        new Course(
            course.state(),
            course.pending(),
            course.due(),
            course.since(),
            course.expires(),
            course.failures(),
            Masked.text(course.message()));
    return new TopicSubscription(
        path, feed, callback, Masked.text(topic), Masked.text(hub), secret, masked, received);
  }

  /** Returns a copy with another course. */
  public TopicSubscription withCourse(Course other) {
    return new TopicSubscription(path, feed, callback, topic, hub, secret, other, received);
  }

  /** Returns a copy with other deliveries. */
  public TopicSubscription withReceived(Deliveries other) {
    return new TopicSubscription(path, feed, callback, topic, hub, secret, course, other);
  }

  public State state() {
    return course.state();
  }

  /** Returns whether the hub has verified the subscription and its lease lasts. */
  public boolean isActive(Instant now) {
    return course.expires().filter(now::isBefore).isPresent() && state() != State.LEAVING;
  }
}
