package io.feedloom.refresh;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Subscription;
import io.feedloom.fetch.Fetcher;
import io.feedloom.store.Store;
import io.feedloom.store.api.ArticleDelay;
import io.feedloom.store.api.ArticleJob;
import io.feedloom.store.api.ArticleResult;
import io.feedloom.store.api.StoreException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/** The steps of the work on one entry whose page is to be fetched. */
final class ArticleWork {
  /** The time from a failed request to the next one; after the last one there is none. */
  private static final List<Duration> RETRIES =
      List.of(Duration.ofMinutes(10), Duration.ofHours(1));

  private static final Duration MAX_WAIT = Duration.ofDays(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Store store;
  private final ArticleFetch articles;
  private final InstantSource clock;
  private final ActiveHolds holds;

  ArticleWork(
      Store store, Fetcher fetcher, InstantSource clock, ActiveHolds holds, HostTurns turns) {
    this.store = store;
    this.articles = new ArticleFetch(fetcher, clock, holds, turns);
    this.clock = clock;
    this.holds = holds;
  }

  /** What comes next for a job. */
  sealed interface Next {
    /** The work has ended. */
    record Over() implements Next {}

    /** It continues later. */
    record Later(ArticleDelay delay) implements Next {}

    /** The page is to be requested when its host may get a request. */
    record Request(URI address, Site site, Subscription feed) implements Next {}
  }

  /**
   * The result of a step.
   *
   * @param arrivals the entries that readers see changed
   */
  record Step(Next next, List<Arrival> arrivals) {
    Step {
      arrivals = List.copyOf(arrivals);
    }
  }

  /** Returns for how long jobs are leased. An article may have several pages. */
  static Duration lease(Watchlist list) {
    return list.polling().timeout().multipliedBy(3).plusMinutes(2);
  }

  /** Reads the holds of hosts that other processes have stored. */
  void refreshHolds() {
    holds.refresh(clock.instant());
  }

  /**
   * Leases the jobs that are due.
   *
   * @throws StoreException if results could not be stored
   */
  List<ArticleJob> take(int most, Watchlist list) {
    store
        .storage()
        .writeFailure()
        .ifPresent(
            why -> {
              throw new StoreException(why);
            });
    return store.articles().take(clock.instant(), most, lease(list));
  }

  /** Returns how long nothing will be due, as far as this process knows. */
  Optional<Duration> untilNext() {
    return store.articles().nextDue().map(due -> Duration.between(clock.instant(), due));
  }

  /** Gives jobs back whose requests did not begin. */
  void giveBack(List<ArticleJob> jobs) {
    var now = clock.instant();
    store
        .articles()
        .postpone(
            jobs.stream()
                .map(
                    job ->
                        ArticleDelay.unbegun(job, job.nextTry().isAfter(now) ? job.nextTry() : now))
                .toList());
  }

  /** Gives jobs back, whatever has begun. */
  void postpone(List<ArticleDelay> delays) {
    store.articles().postpone(delays);
  }

  /** Decides what comes first for a leased job, and shows an entry whose hold ends. */
  Step begin(ArticleJob job, Watchlist list) {
    if (job.feed().isEmpty()) {
      store.articles().drop(job);
      return new Step(new Next.Over(), List.of());
    }
    var now = clock.instant();
    var feed = job.feed().flatMap(list::find);
    if (feed.isEmpty()) {
      return later(job, now.plus(MINUTE), List.of());
    }
    if (!feed.get().fullText().isOn()) {
      return over(job, feed.get(), list, Entry::withoutFullText, Optional.empty());
    }
    boolean expires = job.heldUntil().filter(end -> end.isBefore(job.leasedUntil())).isPresent();
    var shown = expires ? store.articles().release(job) : List.<Arrival>of();
    return begin(job, feed.get(), list, now, shown);
  }

  private Step begin(
      ArticleJob job, Subscription feed, Watchlist list, Instant now, List<Arrival> shown) {
    var address = FullTexts.page(job.entry());
    if (job.nextTry().isAfter(now)) {
      return later(job, job.nextTry(), shown);
    }
    if (address.isEmpty() || job.tries() > RETRIES.size() + 1) {
      var why =
          address.isEmpty()
              ? "has no address on the web"
              : "was requested, but its text could not be stored";
      return over(job, feed, list, entry -> entry, Optional.of(why));
    }
    var site = Site.of(address.get(), list.polling());
    var hold = holds.longestFor(site, now);
    return hold.isPresent()
        ? later(job, spread(now, Duration.between(now, hold.get().until())), shown)
        : new Step(new Next.Request(address.get(), site, feed), shown);
  }

  /** Returns the delay of a job whose host has no time for a request yet. */
  ArticleDelay inLine(ArticleJob job, Duration wait) {
    return ArticleDelay.unbegun(job, spread(clock.instant(), wait));
  }

  private static Step later(ArticleJob job, Instant at, List<Arrival> shown) {
    return new Step(new Next.Later(ArticleDelay.unbegun(job, at)), shown);
  }

  /**
   * Returns a time after the wait; a random one, so that waiting jobs do not become due at once.
   */
  private static Instant spread(Instant now, Duration wait) {
    long spread = ThreadLocalRandom.current().nextLong(1_000 + wait.toMillis() / 10);
    return now.plus(wait).plusMillis(spread);
  }

  /**
   * Requests the page and stores its text, or first the {@code robots.txt} of its host. Does
   * nothing if the lease is too short by now.
   *
   * @param answered runs after the first answer, which ends the permission for the host
   */
  Step run(ArticleJob job, Next.Request request, Watchlist list, Runnable answered) {
    if (clock.instant().plus(list.polling().timeout()).isAfter(job.leasedUntil())) {
      return later(job, clock.instant(), List.of());
    }
    var feed = request.feed();
    var task = new ArticleFetch.Task(feed, list, job.leasedUntil());
    return switch (articles.fetch(request.address(), task, answered)) {
      case ArticleOutcome.Again(Duration pause) ->
          later(job, clock.instant().plus(pause), List.of());
      case ArticleOutcome.Nothing nothing -> failed(job, feed, list, nothing);
      case ArticleOutcome.Text text -> found(job, feed, list, text);
    };
  }

  private Step found(ArticleJob job, Subscription feed, Watchlist list, ArticleOutcome.Text text) {
    var missing = text.missing().filter(_ -> !text.paid());
    if (missing.isPresent() && retries(job)) {
      return retry(job, missing.get());
    }
    boolean hides = text.paid() && !ArticleChoice.isMore(job.entry(), text.html());
    var problem =
        hides
            ? Optional.of("says that its text is not free")
            : missing.map(ArticleOutcome.Nothing::why);
    return over(
        job, feed, list, entry -> ArticleChoice.chosen(entry, text.html(), text.image()), problem);
  }

  private Step failed(
      ArticleJob job, Subscription feed, Watchlist list, ArticleOutcome.Nothing nothing) {
    return nothing.passing() && retries(job)
        ? retry(job, nothing)
        : over(job, feed, list, entry -> entry, Optional.of(nothing.why()));
  }

  private static boolean retries(ArticleJob job) {
    return job.tries() <= RETRIES.size();
  }

  private Step retry(ArticleJob job, ArticleOutcome.Nothing why) {
    var usual = RETRIES.get(Math.max(0, job.tries() - 1));
    var asked = why.pause().orElse(Duration.ZERO);
    var longest = asked.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : asked;
    var wait = longest.compareTo(usual) > 0 ? longest : usual;
    var next = clock.instant().plus(wait);
    return new Step(new Next.Later(new ArticleDelay(job, next, job.tries())), List.of());
  }

  /** Ends the work on a job after a bug. */
  Step fail(ArticleJob job, Subscription feed, Watchlist list) {
    return over(
        job,
        feed,
        list,
        entry -> entry,
        Optional.of("could not be read because of a bug in Feedloom"));
  }

  private Step over(
      ArticleJob job,
      Subscription feed,
      Watchlist list,
      UnaryOperator<Entry> change,
      Optional<String> why) {
    var rules = list.rules();
    var problem =
        why.map(
            text ->
                new Problem(
                    job.entry().link().orElse(""),
                    "the page %s; the entry keeps the content of the feed".formatted(text)));
    var arrivals =
        store
            .articles()
            .finish(
                job,
                new ArticleResult(
                    change,
                    (entry, declared) -> rules.judge(feed, entry, declared),
                    rules.fingerprint(feed),
                    problem,
                    clock.instant()));
    return new Step(new Next.Over(), arrivals);
  }
}
