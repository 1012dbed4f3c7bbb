package io.feedloom.store.json;

import io.feedloom.feed.Arrival;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Arrivals as JSON in the log of arrivals. */
public final class ArrivalJson {
  private ArrivalJson() {}

  /** Writes arrivals as JSON in UTF-8. */
  public static byte[] write(List<Arrival> arrivals) {
    return JsonOut.bytes(out -> out.objects("arrivals", arrivals, ArrivalJson::arrival));
  }

  private static void arrival(JsonOut out, Arrival arrival) {
    out.number("feed", arrival.key().feed());
    out.number("id", arrival.key().id());
    out.text("name", arrival.feed().value());
    out.number("group", arrival.group());
    out.texts("categories", arrival.categories());
    out.time("river", Optional.of(arrival.river()));
    out.flag("new", arrival.isNew());
    out.flag("joins", arrival.joins());
    out.flag("withdrawn", arrival.withdrawn());
  }

  /** Reads what {@link #write} wrote. */
  public static List<Arrival> read(byte[] bytes) {
    return JsonIn.read(bytes, 0, bytes.length).objects("arrivals", ArrivalJson::arrival);
  }

  private static Arrival arrival(JsonIn in) {
    return new Arrival(
        new EntryKey(in.smallNumber("feed").orElse(0), in.number("id").orElse(0)),
        new FeedId(in.text("name").orElse("")),
        in.smallNumber("group").orElse(0),
        Set.copyOf(in.texts("categories")),
        in.time("river").orElse(Instant.EPOCH),
        in.flag("new"),
        in.flag("joins"),
        in.flag("withdrawn"));
  }
}
