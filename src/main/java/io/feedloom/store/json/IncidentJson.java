package io.feedloom.store.json;

import io.feedloom.feed.FeedId;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Incidents and findings as JSON. */
public final class IncidentJson {
  private static final UUID NO_ID = new UUID(0, 0);

  private IncidentJson() {}

  /** Writes an incident without its id. */
  public static String incident(Incident incident) {
    return JsonOut.text(
        out -> {
          out.text("subject", incident.subject());
          out.text("kind", incident.kind().name());
          out.text("source", incident.source().map(FeedId::value));
          out.text("name", incident.name());
          out.text("state", incident.state().name());
          out.time("since", Optional.of(incident.since()));
          out.time("calm", incident.calm());
          out.texts("causes", incident.causes().stream().sorted().toList());
          out.objects("course", incident.course(), IncidentJson::event);
          out.number("announced", incident.announced());
        });
  }

  private static void event(JsonOut out, Incident.Event event) {
    out.number("number", event.number());
    out.time("at", Optional.of(event.at()));
    out.text("type", event.type().name());
    out.text("text", event.text());
    out.text("message", event.message().toString());
  }

  /** Reads an incident. */
  public static Incident incident(UUID id, String json) {
    var in = JsonIn.read(json);
    return new Incident(
        id,
        in.text("subject").orElse(""),
        kind(in),
        in.text("source").map(FeedId::new),
        in.text("name").orElse(""),
        in.text("state").map(Incident.State::valueOf).orElse(Incident.State.RESOLVED),
        in.time("since").orElse(Instant.EPOCH),
        in.time("calm"),
        Set.copyOf(in.texts("causes")),
        in.objects("course", IncidentJson::event),
        in.smallNumber("announced").orElse(0));
  }

  private static Incident.Event event(JsonIn in) {
    return new Incident.Event(
        in.smallNumber("number").orElse(0),
        in.time("at").orElse(Instant.EPOCH),
        in.text("type").map(Incident.Step::valueOf).orElse(Incident.Step.CHANGED),
        in.text("text").orElse(""),
        uuid(in, "message"));
  }

  private static UUID uuid(JsonIn in, String name) {
    return in.text(name).map(UUID::fromString).orElse(NO_ID);
  }

  private static Incident.Kind kind(JsonIn in) {
    return in.text("kind").map(Incident.Kind::valueOf).orElse(Incident.Kind.PART);
  }

  /** Writes a finding. */
  public static String finding(Finding finding) {
    return JsonOut.text(
        out -> {
          out.text("id", finding.id().toString());
          out.text("subject", finding.subject());
          out.text("kind", finding.kind().name());
          out.text("source", finding.source().map(FeedId::value));
          out.text("name", finding.name());
          out.text("cause", finding.cause());
          out.text("reason", finding.reason());
          out.time("since", Optional.of(finding.since()));
          out.duration("delay", Optional.of(finding.delay()));
          out.time("ended", finding.ended());
        });
  }

  /** Reads a finding. */
  public static Finding finding(String json) {
    var in = JsonIn.read(json);
    return new Finding(
        uuid(in, "id"),
        in.text("subject").orElse(""),
        kind(in),
        in.text("source").map(FeedId::new),
        in.text("name").orElse(""),
        in.text("cause").orElse(""),
        in.text("reason").orElse(""),
        in.time("since").orElse(Instant.EPOCH),
        in.duration("delay").orElse(Duration.ZERO),
        in.time("ended"));
  }
}
