package io.feedloom.feed;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of one subscribed feed.
 *
 * @param group its number
 * @param entries how many are stored
 * @param newest the place of its newest entry in the river
 */
public record FeedStatus(
    int key,
    FeedProfile profile,
    int group,
    PollState state,
    List<Problem> problems,
    long entries,
    Optional<Instant> newest) {
  public FeedStatus {
    problems = List.copyOf(problems);
  }

  /** Returns a copy for everyone but the admin, in which addresses are {@link Masked}. */
  public FeedStatus masked() {
    return new FeedStatus(
        key,
        profile.masked(),
        group,
        state.masked(),
        problems.stream()
            .map(p -> new Problem(Masked.text(p.place()), Masked.text(p.message())))
            .toList(),
        entries,
        newest);
  }

  /** The public name of the feed. */
  public FeedId id() {
    return profile.id();
  }

  /** Its address as the admin wrote it. */
  public URI url() {
    return profile.url();
  }

  /** The tags that the admin gave it. */
  public Set<Tag> tags() {
    return profile.tags();
  }

  /** What its publisher says; empty until it was read. */
  public Optional<FeedInfo> info() {
    return profile.info();
  }

  /** What to show, see {@link FeedProfile#display()}. */
  public String display() {
    return profile.display();
  }
}
