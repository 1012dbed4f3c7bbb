package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.Digest;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.NextPoll;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.PollTerms;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.schedule.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Decides how an edit of the settings changes the time of a feed's next poll. Has no side effects.
 *
 * <ul>
 *   <li>A feed whose last poll failed is due now after any edit that may have removed the cause,
 *       and after it was removed from feeds.yml and added again.
 *   <li>A feed whose last poll succeeded is due now only if its own credentials or header fields
 *       were edited. An edit of general limits must not make thousands of feeds due at once.
 *   <li>If the interval was edited, a feed whose last poll succeeded gets a new time, counted from
 *       its last poll.
 * </ul>
 *
 * @param before the settings before the edit, if this process knows them
 * @param list the current settings
 */
record Edits(Optional<Watchlist> before, Watchlist list, Instant now, RandomGenerator random) {
  /** Returns the new state of a feed, if the edit changes when it is polled. */
  Optional<PollState> replan(FeedId id, PollState state) {
    return list.find(id)
        .filter(_ -> state.outcome() != Outcome.NEW)
        .flatMap(feed -> replan(feed, state));
  }

  /** Returns the feeds that the edit may concern; empty if it may concern all feeds. */
  Optional<List<FeedId>> concerned() {
    return before
        .filter(earlier -> earlier.polling().equals(list.polling()))
        .map(
            earlier ->
                list.subscriptions().values().stream()
                    .filter(feed -> !isPolledAlike(earlier.find(feed.id()), feed))
                    .map(Subscription::id)
                    .toList());
  }

  private static boolean isPolledAlike(Optional<Subscription> earlier, Subscription feed) {
    return earlier
        .filter(f -> isSame(f, feed) && hasSameSecrets(f, feed) && f.every().equals(feed.every()))
        .isPresent();
  }

  private Optional<PollState> replan(Subscription feed, PollState state) {
    var earlier = before.flatMap(list -> list.find(feed.id())).filter(f -> isSame(f, feed));
    var planned = state.next().terms().or(() -> earlier.map(f -> terms(f, before.get().polling())));
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    var terms = terms(feed, list.polling());
    boolean returned = planned.get().equals(PollTerms.NONE);
    boolean request =
        planned.get().request() != terms.request()
            || earlier.map(f -> !hasSameSecrets(f, feed)).orElse(false);
    if (hasFailed(state)) {
      return request || !planned.get().equals(terms)
          ? Optional.of(dueNow(state, terms, returned))
          : Optional.empty();
    }
    if (request) {
      return Optional.of(dueNow(state, terms, false));
    }
    return planned.get().interval() != terms.interval()
        ? Optional.of(
            Schedule.replanned(state, feed.every(), list.polling(), now, random).plannedBy(terms))
        : Optional.empty();
  }

  private static boolean isSame(Subscription a, Subscription b) {
    return a.url().equals(b.url());
  }

  /** Compares the whole secrets. The stored hashes contain only some bits of each. */
  private static boolean hasSameSecrets(Subscription a, Subscription b) {
    return a.auth().equals(b.auth()) && a.headers().equals(b.headers());
  }

  private static boolean hasFailed(PollState state) {
    return switch (state.outcome()) {
      case FAILED, THROTTLED, GONE -> true;
      case NEW, FRESH, UNCHANGED -> false;
    };
  }

  /** Makes a feed due now. A feed that was gone no longer counts as gone. */
  private PollState dueNow(PollState state, PollTerms terms, boolean returned) {
    var why = returned ? "it is in feeds.yml again" : "feeds.yml was edited since it failed";
    var next =
        state.withNext(
            new NextPoll(
                now,
                hasFailed(state) ? why : "its credentials in feeds.yml were edited",
                Optional.of(terms)));
    return state.outcome() == Outcome.GONE
        ? next.withLast(state.last().withOutcome(Outcome.FAILED))
        : next;
  }

  /** Returns hashes of the settings that the plan of a feed's next poll depends on. */
  static PollTerms terms(Subscription feed, PollingSettings polling) {
    var limits =
        polling.allowAddresses().stream()
            .map(block -> block.first().getHostAddress() + "/" + block.bits())
            .sorted()
            .collect(Collectors.joining(" "));
    return new PollTerms(
        Digest.of(request(feed)),
        Digest.of(polling.timeout() + " " + polling.maxSize() + " " + limits),
        Digest.of(
            feed.every() + " " + polling.every() + " " + polling.min() + " " + polling.max()));
  }

  private static String request(Subscription feed) {
    var text =
        new StringBuilder(
            feed.auth()
                .map(
                    auth ->
                        switch (auth) {
                          case Credentials.Bearer bearer -> "bearer " + few(bearer.token());
                          case Credentials.Basic basic ->
                              "basic " + few(new Secret(basic.user())) + few(basic.password());
                        })
                .orElse("none"));
    new TreeMap<>(feed.headers())
        .forEach(
            (name, value) ->
                text.append(' ').append(name.toLowerCase(Locale.ROOT)).append(few(value)));
    return text.toString();
  }

  /**
   * Returns eight bits of a secret's hash, which depend only on the secret. One in 256 guesses has
   * the same bits by chance, so someone who steals the database cannot use them to check guesses.
   * If a secret is edited while Feedloom does not run, one edit in 256 is not noticed.
   */
  private static String few(Secret secret) {
    byte[] hash = Digest.sha256(secret.value().getBytes(StandardCharsets.UTF_8));
    return "%02x".formatted(hash[0]);
  }
}
