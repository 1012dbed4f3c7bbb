package io.feedloom.store.json;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedInfo;
import io.feedloom.feed.Pace;
import io.feedloom.feed.PollState;
import io.feedloom.feed.PollState.Move;
import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.PollTerms;
import io.feedloom.feed.Problem;
import io.feedloom.feed.Rhythm;
import io.feedloom.feed.Tag;
import io.feedloom.feed.Validators;
import io.feedloom.feed.Weights;
import io.feedloom.store.api.FeedOutcome;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The state and description of a feed as JSON. The format may change only as {@link EntryFormat}
 * may.
 */
public final class FeedJson {
  private static final Set<String> OUTCOME = Set.of("outcome", "failures", "nextPoll");

  private FeedJson() {}

  /** Writes a state. */
  public static String state(PollState state) {
    return JsonOut.text(
        out -> {
          out.text("address", state.address().map(URI::toString));
          out.text("etag", state.validators().etag());
          out.text("lastModified", state.validators().lastModified());
          out.text("digest", state.digest());
          out.number("failures", state.failures());
          out.time("nextPoll", Optional.of(state.nextPoll()));
          out.text("reason", state.reason());
          out.text("terms", state.next().terms().map(PollTerms::toString));
          out.time("lastPoll", state.lastPoll());
          out.time("lastSuccess", state.lastSuccess());
          if (state.last().items() > 0) {
            out.number("items", state.last().items());
          }
          out.text("outcome", state.outcome().name());
          out.text("message", state.message());
          out.number("status", state.status());
          out.object("move", state.move(), FeedJson::move);
          out.time("wholeAt", state.resource().requests().whole());
          out.time("conditionsRefused", state.resource().requests().conditionsRefused());
          out.time("deltaRefused", state.resource().requests().deltaRefused());
          out.object("pace", Optional.of(state.pace()), FeedJson::pace);
          out.object("rhythm", state.rhythm(), FeedJson::rhythm);
        });
  }

  /**
   * Reads a state. If it is unreadable, returns the state of a feed that is due and may have
   * entries. The next poll replaces it.
   */
  public static PollState state(String json) {
    try {
      return readState(json);
    } catch (RuntimeException e) {
      return PollState.unpolled(Instant.EPOCH)
          .withLast(
              new PollState.Result(
                  Outcome.FAILED,
                  "the stored state of its last poll cannot be read: " + e.getMessage(),
                  0,
                  1,
                  Optional.of(Instant.EPOCH),
                  Optional.of(Instant.EPOCH)));
    }
  }

  /**
   * Reads what sums over all feeds need of a state, in a fraction of the time that the whole takes.
   *
   * @param entries how many entries of the feed are stored
   */
  public static FeedOutcome outcome(FeedId id, String state, long entries) {
    try {
      var own = JsonIn.read(state, OUTCOME::contains);
      return new FeedOutcome(
          id,
          own.text("outcome").map(Outcome::valueOf).orElse(Outcome.NEW),
          own.smallNumber("failures").orElse(0),
          own.time("nextPoll").orElse(Instant.EPOCH),
          entries);
    } catch (RuntimeException e) {
      return new FeedOutcome(id, Outcome.FAILED, 1, Instant.EPOCH, entries);
    }
  }

  private static PollState readState(String json) {
    var own = JsonIn.read(json);
    return new PollState(
        new PollState.Resource(
            own.text("address").map(URI::create),
            new Validators(own.text("etag"), own.text("lastModified")),
            own.text("digest"),
            own.object("move").map(FeedJson::move),
            new PollState.Requests(
                own.time("wholeAt"), own.time("conditionsRefused"), own.time("deltaRefused"))),
        new PollState.NextPoll(
            own.time("nextPoll").orElse(Instant.EPOCH),
            own.text("reason").orElse(""),
            own.text("terms").flatMap(PollTerms::parse)),
        new PollState.Result(
            own.text("outcome").map(Outcome::valueOf).orElse(Outcome.NEW),
            own.text("message").orElse(""),
            own.smallNumber("status").orElse(0),
            own.smallNumber("failures").orElse(0),
            own.time("lastPoll"),
            own.time("lastSuccess"),
            own.smallNumber("items").orElse(0)),
        own.object("pace").map(FeedJson::pace).orElse(Pace.NONE),
        own.object("rhythm").flatMap(FeedJson::rhythm));
  }

  private static void rhythm(JsonOut out, Rhythm rhythm) {
    out.time("since", Optional.of(rhythm.since()));
    out.time("last", Optional.of(rhythm.last()));
    out.number("held", rhythm.held());
    out.text("weights", rhythm.weights().text());
  }

  /**
   * Reads a rhythm. Returns empty if it is invalid; then Feedloom learns the feed's rhythm again.
   */
  private static Optional<Rhythm> rhythm(JsonIn own) {
    return own.time("since")
        .flatMap(
            since ->
                own.text("weights")
                    .flatMap(text -> Weights.parse(text, Rhythm.WEIGHTS))
                    .map(
                        weights ->
                            Rhythm.of(
                                since,
                                own.time("last").orElse(since),
                                own.smallNumber("held").orElse(0),
                                weights)));
  }

  private static void move(JsonOut out, Move move) {
    out.text("to", move.to().toString());
    out.time("since", Optional.of(move.since()));
    out.number("seen", move.seen());
  }

  private static Move move(JsonIn move) {
    return new Move(
        URI.create(move.text("to").orElse("")),
        move.time("since").orElse(Instant.EPOCH),
        move.smallNumber("seen").orElse(0));
  }

  private static void pace(JsonOut out, Pace pace) {
    out.duration("ttl", pace.ttl());
    out.duration("updatePeriod", pace.updatePeriod());
    out.texts("skipHours", new TreeSet<>(pace.skipHours()).stream().map(String::valueOf).toList());
    out.texts("skipDays", new TreeSet<>(pace.skipDays()).stream().map(DayOfWeek::name).toList());
  }

  private static Pace pace(JsonIn pace) {
    return new Pace(
        pace.duration("ttl"),
        pace.duration("updatePeriod"),
        pace.texts("skipHours").stream().map(Integer::valueOf).collect(Collectors.toSet()),
        pace.texts("skipDays").stream().map(DayOfWeek::valueOf).collect(Collectors.toSet()));
  }

  /** Writes a description. */
  public static String info(FeedInfo info) {
    return JsonOut.text(
        out -> {
          out.text("format", info.format());
          out.text("id", info.id());
          out.text("title", info.title());
          out.text("subtitle", info.subtitle());
          out.text("link", info.link());
          out.text("self", info.self());
          out.texts("hubs", info.hubs());
          out.objects("authors", info.authors(), EntryFormat::person);
          out.text("language", info.language());
          out.text("rights", info.rights());
          out.text("image", info.image());
          out.text("icon", info.icon());
          out.text("generator", info.generator());
          out.time("updated", info.updated());
          out.object("pace", Optional.of(info.pace()), FeedJson::pace);
          out.objects("categories", info.categories(), EntryFormat::category);
          out.objects("extensions", info.extensions(), EntryFormat::element);
        });
  }

  /** Reads a description. */
  public static FeedInfo info(String json) {
    var own = JsonIn.read(json);
    return new FeedInfo(
        own.text("format").orElse(""),
        own.text("id"),
        own.text("title"),
        own.text("subtitle"),
        own.text("link"),
        own.text("self"),
        own.texts("hubs"),
        own.objects("authors", EntryFormat::person),
        own.text("language"),
        own.text("rights"),
        own.text("image"),
        own.text("icon"),
        own.text("generator"),
        own.time("updated"),
        own.object("pace").map(FeedJson::pace).orElse(Pace.NONE),
        own.objects("categories", EntryFormat::category),
        own.objects("extensions", EntryFormat::element));
  }

  /** Writes problems. */
  public static String problems(List<Problem> problems) {
    return JsonOut.text(out -> out.objects("problems", problems, FeedJson::problem));
  }

  /** Reads problems. */
  public static List<Problem> problems(String json) {
    return JsonIn.read(json).objects("problems", FeedJson::problem);
  }

  /** Writes problems with their times. */
  public static String datedProblems(List<DatedProblem> problems) {
    return JsonOut.text(
        out ->
            out.objects(
                "problems",
                problems,
                (each, dated) -> {
                  problem(each, dated.problem());
                  each.number("at", dated.at().toEpochMilli());
                }));
  }

  /** Reads problems with their times. */
  public static List<DatedProblem> datedProblems(String json) {
    return JsonIn.read(json).objects("problems", FeedJson::datedProblem);
  }

  private static DatedProblem datedProblem(JsonIn dated) {
    return new DatedProblem(
        new Problem(dated.text("place").orElse(""), dated.text("message").orElse("")),
        Instant.ofEpochMilli(dated.number("at").orElse(0)));
  }

  private static void problem(JsonOut out, Problem problem) {
    out.text("place", problem.place());
    out.text("message", problem.message());
  }

  private static Problem problem(JsonIn problem) {
    return new Problem(problem.text("place").orElse(""), problem.text("message").orElse(""));
  }

  /** Writes each tag's key and label, in order. */
  public static String tags(Set<Tag> tags) {
    return JsonOut.text(out -> tags.forEach(tag -> out.text(tag.key(), tag.label())));
  }

  /** Reads tags. */
  public static Set<Tag> tags(String json) {
    return JsonIn.read(json).map().entrySet().stream()
        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
