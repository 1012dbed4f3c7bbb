package io.feedloom.bench;

import io.feedloom.bench.SimulatedFeed.Published;
import io.feedloom.config.PollingSettings;
import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.FeedInfos;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.Update.Change;
import io.feedloom.feed.Validators;
import io.feedloom.schedule.ReadSummary;
import io.feedloom.schedule.Schedule;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Decides after each poll of a simulated feed when the next one is. */
interface Poller {
  /**
   * Returns when to poll next, in seconds since the epoch.
   *
   * @param now the time of this poll
   * @param arrived the new entries; none if the answer was 304
   * @param document the present entries of the feed
   */
  long next(long now, List<Published> arrived, List<Published> document);

  /** Polls at a fixed interval. */
  record Fixed(long interval) implements Poller {
    @Override
    public long next(long now, List<Published> arrived, List<Published> document) {
      return now + interval;
    }
  }

  /**
   * Miniflux's {@code entry_frequency}: a week divided by the entries of a week. Their number comes
   * from the average distance of the stored entries of the last week, before the feed is fetched.
   * An entry without a date gets the time of its arrival.
   */
  final class Miniflux implements Poller {
    private static final double WEEK = 7 * SimulatedFeed.DAY;
    private final double factor;
    private final long min;
    private final long max;
    private final List<Long> dates = new ArrayList<>();
    private boolean subscribed;

    Miniflux(double factor, long min, long max) {
      this.factor = factor;
      this.min = min;
      this.max = max;
    }

    @Override
    public long next(long now, List<Published> arrived, List<Published> document) {
      if (!subscribed) {
        store(arrived, now);
        subscribed = true;
        return now + interval(now);
      }
      long interval = interval(now);
      store(arrived, now);
      return now + interval;
    }

    private void store(List<Published> arrived, long now) {
      arrived.forEach(e -> dates.add(e.date() == SimulatedFeed.UNDATED ? now : e.date()));
    }

    private long interval(long now) {
      dates.removeIf(date -> date < now - WEEK);
      long first = dates.stream().mapToLong(date -> date).min().orElse(0);
      long last = dates.stream().mapToLong(date -> date).max().orElse(0);
      if (dates.size() < 2 || first == last) {
        return max;
      }
      double weekly = Math.ceil(WEEK / ((double) (last - first) / (dates.size() - 1)));
      return Math.max(min, Math.min(max, (long) (WEEK / (weekly * factor))));
    }
  }

  /**
   * CommaFeed's empirical interval: half the average distance of the entries in the document, at
   * least the interval and at most a quarter of the longest one. After one, two and four weeks
   * without entries, it is a quarter, half and all of the longest. An entry without a date, or with
   * a future one, gets the present time.
   */
  final class CommaFeed implements Poller {
    private final long interval;
    private final long longest;
    private long newest = SimulatedFeed.UNDATED;
    private double average = -1;

    CommaFeed(long interval, long longest) {
      this.interval = interval;
      this.longest = longest;
    }

    @Override
    public long next(long now, List<Published> arrived, List<Published> document) {
      if (!arrived.isEmpty()) {
        read(now, document);
      }
      return now + Math.max(interval, Math.min(longest, empirical(now)));
    }

    private void read(long now, List<Published> document) {
      var dates = document.stream().mapToLong(e -> date(e, now)).toArray();
      double sum = 0;
      newest = dates[0];
      for (int i = 1; i < dates.length; i++) {
        sum += Math.abs(dates[i] - dates[i - 1]);
        newest = Math.max(newest, dates[i]);
      }
      average = dates.length > 1 ? sum / (dates.length - 1) : -1;
    }

    private static long date(Published entry, long now) {
      return entry.date() == SimulatedFeed.UNDATED ? now : Math.min(now, entry.date());
    }

    private long empirical(long now) {
      if (newest == SimulatedFeed.UNDATED) {
        return longest;
      }
      long days = (now - newest) / SimulatedFeed.DAY;
      return days >= 30
          ? longest
          : days >= 14
              ? longest / 2
              : days >= 7
                  ? longest / 4
                  : average < 0
                      ? longest
                      : Math.max(interval, Math.min(longest / 4, (long) average / 2));
    }
  }

  /** Uses our own schedule room. */
  final class Feedloom implements Poller {
    private static final URI URL = URI.create("https://example.org/feed");
    private static final byte[] BODY = {};
    private static final FeedInfo INFO = FeedInfos.of(Pace.NONE);
    private final PollingSettings settings;
    private final Optional<Duration> freshFor;
    private final Random random;
    private PollState state;

    Feedloom(PollingSettings settings, SimulatedFeed feed, Random random) {
      this.settings = settings;
      this.freshFor =
          feed.freshFor() == 0
              ? Optional.empty()
              : Optional.of(Duration.ofSeconds(feed.freshFor()));
      this.random = random;
      state = PollState.unpolled(Instant.EPOCH);
    }

    @Override
    public long next(long now, List<Published> arrived, List<Published> document) {
      state =
          Schedule.next(
              state,
              fetched(arrived.isEmpty()),
              arrived.isEmpty() ? Optional.empty() : Optional.of(reading(arrived, document.size())),
              Optional.empty(),
              settings,
              Instant.ofEpochSecond(now),
              random);
      return state.nextPoll().getEpochSecond();
    }

    private static ReadSummary reading(List<Published> arrived, int entries) {
      return new ReadSummary(INFO, entries, arrived.stream().map(Feedloom::change).toList());
    }

    private Fetched fetched(boolean unchanged) {
      var exchange =
          new Exchange(URL, URL, List.of(), unchanged ? 304 : 200, Duration.ZERO, 0, freshFor);
      return unchanged
          ? new Fetched.Unchanged(exchange, Validators.NONE)
          : new Fetched.Fresh(
              exchange,
              BODY,
              DocumentHeaders.of(Optional.empty(), Optional.empty()),
              Validators.NONE,
              "",
              false,
              Optional.empty());
    }

    private static Change change(Published entry) {
      var published = Optional.of(entry.date()).filter(date -> date != SimulatedFeed.UNDATED);
      var made = Entry.builder("e").published(published.map(Instant::ofEpochSecond).orElse(null));
      return new Change(0, 0, Instant.ofEpochSecond(entry.at()), true, made.build());
    }
  }
}
