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
    FeedId id,
    URI url,
    Optional<String> title,
    Set<Tag> tags,
    int group,
    PollState state,
    Optional<FeedInfo> info,
    List<Problem> problems,
    long entries,
    Optional<Instant> newest) {
  public FeedStatus {
    problems = List.copyOf(problems);
  }

  /** What to show: the admin's title, else the publisher's, else the id. */
  public String display() {
    return title
        .or(() -> info.flatMap(FeedInfo::title).filter(t -> !t.isBlank()))
        .orElse(id.value());
  }
}
