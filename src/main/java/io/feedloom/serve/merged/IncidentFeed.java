package io.feedloom.serve.merged;

import io.feedloom.feed.Category;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.StoredEntry;
import io.feedloom.push.alert.AlertText;
import io.feedloom.render.Byline;
import io.feedloom.render.ListHtml;
import io.feedloom.render.MergedFeed;
import io.feedloom.serve.access.Visitor;
import io.feedloom.store.api.Incident;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The feed of incidents: one entry for each incident, whose content is its course. An entry is
 * updated when the course changes.
 *
 * @param title of this server
 * @param visitor whose key the addresses contain
 * @param incidents the last changed first
 */
public record IncidentFeed(String title, Visitor visitor, List<Incident> incidents) {
  private static final String PATH = "/status";
  private static final FeedId SOURCE = new FeedId("status");
  private static final Duration PACE = Duration.ofMinutes(5);

  public IncidentFeed {
    incidents = List.copyOf(incidents);
  }

  /** Returns the path of the feed in a format. */
  public static String path(OutputFormat format) {
    return PATH + "." + format.extension();
  }

  /** Returns the feed. */
  public MergedFeed in(OutputFormat format) {
    Map<OutputFormat, URI> formats = new EnumMap<>(OutputFormat.class);
    for (var each : OutputFormat.values()) {
      formats.put(each, URI.create(visitor.absolute(path(each))));
    }
    var page = URI.create(visitor.url().base() + PATH);
    var name = title + " – incidents";
    return new MergedFeed(
        URI.create(visitor.url().identity() + PATH + ".atom"),
        name,
        Optional.empty(),
        Objects.requireNonNull(formats.get(format)),
        Optional.empty(),
        page,
        formats,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        new Byline(Optional.of(SOURCE), false),
        visitor.url().identity(),
        PACE,
        incidents.stream().map(this::entry).toList(),
        Map.of(
            SOURCE, new FeedProfile(SOURCE, page, Optional.of(name), Set.of(), Optional.empty())),
        Map.of(),
        List.of());
  }

  private StoredEntry entry(Incident incident) {
    var urn = "urn:uuid:" + incident.id();
    var opened = incident.opened().orElse(incident.since());
    var course =
        incident.course().stream()
            .map(event -> line(event.at(), AlertText.text(incident, event)))
            .toList();
    var entry =
        Entry.builder(urn)
            .title(AlertText.title(incident))
            .link(page(incident))
            .content(ListHtml.ordered(course))
            .categories(
                List.of(
                    category(AlertText.name(incident.kind())),
                    category(incident.state() == Incident.State.RESOLVED ? "resolved" : "open")))
            .published(opened)
            .updated(incident.lastChanged())
            .build();
    long id = Digest.of(urn);
    return new StoredEntry(
        new EntryKey(0, id),
        SOURCE,
        opened,
        opened,
        incident.lastChanged(),
        entry,
        new EntryName(urn, visitor.url().identity() + PATH, id, false));
  }

  private static String line(Instant at, String text) {
    return AlertText.time(at) + ": " + text;
  }

  private static Category category(String term) {
    return new Category(term, Optional.empty(), Optional.empty());
  }

  private String page(Incident incident) {
    return visitor.url().base()
        + incident.source().map(source -> "/sources/" + source.value()).orElse("/status/admin");
  }
}
