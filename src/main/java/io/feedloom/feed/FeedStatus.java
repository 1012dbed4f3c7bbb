package io.feedloom.feed;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that Feedloom knows about one subscribed feed.
 *
 * @param number its number in this database
 * @param group the number of its {@link FeedGroup}
 * @param entries the number of stored entries
 * @param newest the place of its newest entry in the river
 */
public record FeedStatus(
    int number,
    FeedProfile profile,
    int group,
    PollState state,
    List<Problem> problems,
    long entries,
    Optional<Instant> newest) {
  public FeedStatus {
    problems = List.copyOf(problems);
  }

  /** Returns a copy with {@link Masked} addresses, for everyone but the admin. */
  public FeedStatus masked() {
    return new FeedStatus(
        number,
        profile.masked(),
        group,
        state.masked(),
        problems.stream()
            .map(p -> new Problem(Masked.text(p.place()), Masked.text(p.message())))
            .toList(),
        entries,
        newest);
  }

  /** Returns the public name of the feed. */
  public FeedId id() {
    return profile.id();
  }

  /** Returns the address as the admin wrote it. */
  public URI url() {
    return profile.url();
  }

  /** Returns the tags that the admin gave the feed. */
  public Set<Tag> tags() {
    return profile.tags();
  }

  /** Returns what the publisher says; empty until the feed was read. */
  public Optional<FeedInfo> info() {
    return profile.info();
  }

  /** Returns the title to show, see {@link FeedProfile#display()}. */
  public String display() {
    return profile.display();
  }
}
