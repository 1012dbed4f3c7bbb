package io.feedloom.refresh;

import io.feedloom.config.PollingSettings;
import io.feedloom.config.ProxySettings;
import io.feedloom.feed.Credentials;
import io.feedloom.feed.Digest;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.NextPoll;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.PollTerms;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Transport;
import io.feedloom.schedule.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 *   <li>A feed that was disabled is planned for later; one that is enabled again is due now.
 * </ul>
 *
 * @param before the settings before the edit, if this process knows them
 * @param list the current settings
 */
record Edits(Optional<Watchlist> before, Watchlist list, Instant now, RandomGenerator random) {
  /** Returns the new state of a feed, if the edit changes when it is polled. */
  Optional<PollState> replan(FeedId id, PollState state) {
    return list.find(id)
        .filter(_ -> state.outcome() != Outcome.NEW || state.isPaused())
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
        .filter(f -> f.enabled() == feed.enabled())
        .isPresent();
  }

  private Optional<PollState> replan(Subscription feed, PollState state) {
    if (feed.enabled() && !state.isPaused()) {
      return replanPolled(feed, state);
    }
    if (feed.enabled() == !state.isPaused()) {
      return Optional.empty();
    }
    return Optional.of(
        feed.enabled()
            ? planned(state, now, "it is enabled again in feeds.yml")
            : planned(state, now.plus(Duration.ofDays(1)), PollState.PAUSED));
  }

  private static PollState planned(PollState state, Instant at, String reason) {
    return state.withNext(new NextPoll(at, reason, state.next().terms()));
  }

  private Optional<PollState> replanPolled(Subscription feed, PollState state) {
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
    return a.auth().equals(b.auth())
        && a.headers().equals(b.headers())
        && a.transport().equals(b.transport());
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
    var proxies =
        polling.proxies().equals(ProxySettings.NONE) ? "" : " " + proxies(polling.proxies());
    return new PollTerms(
        Digest.of(request(feed)),
        Digest.of(polling.timeout() + " " + polling.maxSize() + " " + limits + proxies),
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
    if (!feed.transport().equals(Transport.USUAL)) {
      text.append(transport(feed.transport()));
    }
    return text.toString();
  }

  private static String transport(Transport transport) {
    return " "
        + transport.proxy().map(Edits::proxy)
        + transport.trust()
        + transport.timeout()
        + transport.maxSize()
        + transport.body().map(Edits::few)
        + transport.cookies()
        + transport.ignoresCache();
  }

  private static String proxies(ProxySettings proxies) {
    return proxies.configured().map(Edits::proxy)
        + Stream.of("http", "https")
            .map(scheme -> Optional.ofNullable(proxies.byScheme().get(scheme)).map(Edits::proxy))
            .toList()
            .toString()
        + proxies.exceptions();
  }

  private static String proxy(OutgoingProxy proxy) {
    return proxy
        + (proxy instanceof OutgoingProxy.Server server
            ? server
                .login()
                .map(login -> few(new Secret(login.user())) + few(login.password()))
                .orElse("")
            : "");
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
