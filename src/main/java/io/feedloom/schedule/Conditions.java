package io.feedloom.schedule;

import io.feedloom.feed.Fetched;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Requests;
import io.feedloom.feed.Validators;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which conditions a request contains: its validators, and whether it asks for new entries
 * only. Without side effects.
 *
 * @param validators sent as conditions
 * @param delta whether {@code A-IM: feed} may be sent (RFC 3229)
 */
public record Conditions(Validators validators, boolean delta) {
  /** A refusal is forgotten after this time, because the server may have been repaired. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  /** A week, less some hours because polls may be late. */
  private static final Duration WEEK = Duration.ofDays(7).minusHours(12);

  private static final Instant OLDEST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Duration SKEW = Duration.ofDays(1);

  private static final int PRECONDITION_FAILED = 412;

  /** The statuses by which servers refuse a header that they do not understand. */
  private static final Set<Integer> NOT_UNDERSTOOD = Set.of(400, 406, 501);

  private static final Pattern WEEKDAY = Pattern.compile("^\\s*[A-Za-z]+,?\\s+|\\s+GMT\\s*$");

  /** The three forms of dates of RFC 9110 section 5.6.7, without the weekday. */
  private static final List<DateTimeFormatter> FORMS =
      List.of(form("d MMM yyyy HH:mm:ss"), form("dd-MMM-yy HH:mm:ss"), form("MMM d HH:mm:ss yyyy"));

  /** Returns the conditions of the next request for a feed. */
  public static Conditions of(PollState state, Instant now) {
    var requests = state.resource().requests();
    boolean none =
        isRemembered(requests.conditionsRefused(), now)
            || (isAbsurd(state.validators(), now) && isWeekOver(state, now));
    return new Conditions(
        none ? Validators.NONE : state.validators(), !isRemembered(requests.deltaRefused(), now));
  }

  private static boolean isRemembered(Optional<Instant> refused, Instant now) {
    return refused.filter(at -> now.isBefore(at.plus(REMEMBERED))).isPresent();
  }

  /**
   * Returns whether, at the poll after this one, a week will have passed without a full answer.
   * Assumes the same interval for both polls.
   */
  private static boolean isWeekOver(PollState state, Instant now) {
    var wait = state.lastPoll().map(last -> Duration.between(last, now)).orElse(Duration.ZERO);
    return state
        .resource()
        .requests()
        .whole()
        .map(whole -> now.plus(wait).isAfter(whole.plus(WEEK)))
        .orElse(true);
  }

  /**
   * Returns whether the date of the last change cannot be true: the epoch, a date before there were
   * feeds, or a date in the future. Servers that invent such dates often answer "not modified" for
   * ever.
   */
  private static boolean isAbsurd(Validators validators, Instant now) {
    return validators
        .lastModified()
        .filter(
            text ->
                date(text)
                    .map(date -> date.isBefore(OLDEST) || date.isAfter(now.plus(SKEW)))
                    .orElse(true))
        .isPresent();
  }

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  private static Optional<Instant> date(String text) {
    var plain = WEEKDAY.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
    for (var form : FORMS) {
      try {
        return Optional.of(LocalDate.parse(plain, form).atStartOfDay().toInstant(ZoneOffset.UTC));
      } catch (DateTimeException _) {
        // The next form may fit.
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the conditions for an immediate second request, if the server refused the first because
   * of one of its headers. Otherwise returns empty.
   */
  public Optional<Conditions> insteadOf(Fetched refused) {
    int status = refused.exchange().status();
    if (status == PRECONDITION_FAILED && !isWhole()) {
      return Optional.of(new Conditions(Validators.NONE, delta));
    }
    return NOT_UNDERSTOOD.contains(status) && sendsDelta()
        ? Optional.of(new Conditions(validators, false))
        : Optional.empty();
  }

  /** Returns what we know about requests after the answer to this one. */
  public Requests answered(Requests before, Fetched answer, Instant now) {
    return isWhole() && isSuccess(answer) ? before.answeredWhole(now) : before;
  }

  /**
   * Returns what we know about requests after this one replaced a refused one. A header counts as
   * refused only if the request without it succeeded. If both {@code A-IM} and the conditions may
   * be the cause, the next poll tests the conditions.
   */
  public Requests answeredInsteadOf(
      Conditions refused, Requests before, Fetched answer, Instant now) {
    if (!isSuccess(answer)) {
      boolean otherWasRefused =
          answer.exchange().status() == PRECONDITION_FAILED && !isWhole() && refused.delta();
      return otherWasRefused ? before.refusedDelta(now) : before;
    }
    var known = answered(before, answer, now);
    return isWhole() && !refused.isWhole() ? known.refusedConditions(now) : known.refusedDelta(now);
  }

  private boolean isWhole() {
    return validators.equals(Validators.NONE);
  }

  /**
   * Returns whether the request asks for new entries only. Without an entity-tag the server could
   * not know which entries are new.
   */
  private boolean sendsDelta() {
    return delta && validators.etag().isPresent();
  }

  private static boolean isSuccess(Fetched answer) {
    return switch (answer) {
      case Fetched.Fresh _, Fetched.Unchanged _ -> true;
      case Fetched.Moved moved -> isSuccess(moved.result());
      case Fetched.Throttled _, Fetched.Gone _, Fetched.Failed _ -> false;
    };
  }
}
