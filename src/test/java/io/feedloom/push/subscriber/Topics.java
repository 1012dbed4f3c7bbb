package io.feedloom.push.subscriber;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Documents of a feed with a hub. */
public final class Topics {
  private Topics() {}

  /** Returns an Atom feed. */
  public static String atom(Object hub, Object self, String... entries) {
    return "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>"
        + link("hub", hub)
        + link("self", self)
        + String.join("", entries)
        + "</feed>";
  }

  /** Returns an Atom feed with a date. */
  static String dated(Instant updated, URI hub, URI self, String... entries) {
    return atom(hub, self, entries)
        .replaceFirst("<title>T</title>", "<title>T</title><updated>" + updated + "</updated>");
  }

  private static String link(String rel, Object href) {
    return href.toString().isEmpty() ? "" : "<link rel='%s' href='%s'/>".formatted(rel, href);
  }

  /** Returns an entry without dates. */
  public static String entry(String id, String title) {
    return "<entry><id>urn:x:%s</id><title>%s</title></entry>".formatted(id, title);
  }

  /** Returns an entry that was updated at this time. */
  static String entry(String id, String title, Instant updated) {
    return "<entry><id>urn:x:%s</id><title>%s</title><updated>%s</updated></entry>"
        .formatted(id, title, updated);
  }

  /** Returns entries with these ids, which are also their titles. */
  static String entries(String... ids) {
    return Arrays.stream(ids).map(id -> entry(id, id)).collect(Collectors.joining());
  }
}
