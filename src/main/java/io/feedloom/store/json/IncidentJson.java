package io.feedloom.store.json;

import io.feedloom.feed.FeedId;
import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    return JsonIn.read(
        json,
        in -> {
          var scalars = new Scalars();
          var causes = new ArrayList<String>();
          var course = new ArrayList<Incident.Event>();
          in.members(
              name -> {
                switch (name) {
                  case "causes" -> causes.addAll(in.texts());
                  case "course" -> course.addAll(in.list(IncidentJson::event));
                  default -> scalars.put(name, in.text());
                }
              });
          return incident(id, scalars, causes, course);
        });
  }

  private static Incident incident(
      UUID id, Scalars scalars, List<String> causes, List<Incident.Event> course) {
    return new Incident(
        id,
        scalars.text("subject").orElse(""),
        kind(scalars),
        scalars.text("source").map(FeedId::new),
        scalars.text("name").orElse(""),
        scalars.text("state").map(Incident.State::valueOf).orElse(Incident.State.RESOLVED),
        scalars.time("since").orElse(Instant.EPOCH),
        scalars.time("calm"),
        Set.copyOf(causes),
        course,
        scalars.smallNumber("announced").orElse(0));
  }

  private static Incident.Event event(JsonIn in) {
    var scalars = in.scalars();
    return new Incident.Event(
        scalars.smallNumber("number").orElse(0),
        scalars.time("at").orElse(Instant.EPOCH),
        scalars.text("type").map(Incident.Step::valueOf).orElse(Incident.Step.CHANGED),
        scalars.text("text").orElse(""),
        uuid(scalars, "message"));
  }

  private static UUID uuid(Scalars scalars, String name) {
    return scalars.text(name).map(UUID::fromString).orElse(NO_ID);
  }

  private static Incident.Kind kind(Scalars scalars) {
    return scalars.text("kind").map(Incident.Kind::valueOf).orElse(Incident.Kind.PART);
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
    return JsonIn.read(
        json,
        in -> {
          var scalars = in.scalars();
          return new Finding(
              uuid(scalars, "id"),
              scalars.text("subject").orElse(""),
              kind(scalars),
              scalars.text("source").map(FeedId::new),
              scalars.text("name").orElse(""),
              scalars.text("cause").orElse(""),
              scalars.text("reason").orElse(""),
              scalars.time("since").orElse(Instant.EPOCH),
              scalars.duration("delay").orElse(Duration.ZERO),
              scalars.time("ended"));
        });
  }
}
