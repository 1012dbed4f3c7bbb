package io.feedloom.cli;

import io.feedloom.config.Settings;
import io.feedloom.feed.OutputFormat;
import io.feedloom.feed.Tag;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a static export contains: the pages and feeds of everything with a name. Combinations are
 * left out, because their number is unlimited.
 */
final class ExportAddresses {
  private ExportAddresses() {}

  /**
   * An address and its file.
   *
   * @param path the path on the server, percent-encoded
   * @param file relative to the folder of the export
   * @param page whether the address is asked for as a page
   */
  record Target(String path, String file, boolean page) {}

  /** Returns all targets that the settings name. Feeds that require a key are left out. */
  static List<Target> of(Settings settings) {
    var open = settings.withoutKeyed();
    var targets = new ArrayList<Target>();
    targets.add(new Target("/", "index.html", true));
    formats(targets, "/feed");
    for (var tag : tags(open)) {
      add(targets, "/tags/" + tag);
    }
    open.streams().keySet().forEach(stream -> add(targets, "/streams/" + stream));
    open.subscriptions().forEach(feed -> add(targets, "/sources/" + feed.id().value()));
    targets.add(new Target("/opml", "opml", false));
    targets.add(new Target("/robots.txt", "robots.txt", false));
    return targets;
  }

  private static Set<String> tags(Settings settings) {
    var keys = new TreeSet<String>();
    Stream.concat(
            settings.subscriptions().stream().flatMap(feed -> feed.tags().stream()),
            settings.rules().stream().flatMap(rule -> rule.tags().stream()))
        .map(Tag::key)
        .forEach(keys::add);
    return keys;
  }

  private static void add(List<Target> targets, String path) {
    targets.add(new Target(encoded(path), path.substring(1) + "/index.html", true));
    formats(targets, path);
  }

  private static void formats(List<Target> targets, String path) {
    for (var format : OutputFormat.values()) {
      var whole = path + "." + format.extension();
      targets.add(new Target(encoded(whole), whole.substring(1), false));
    }
  }

  /** Returns the path with percent-encoding where an address needs it. */
  static String encoded(String path) {
    try {
      return new URI(null, null, path, null).toASCIIString().replace("+", "%2B");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path can contain all characters", e);
    }
  }
}
