package io.feedloom.serve;

import io.feedloom.config.Fault;
import io.feedloom.config.Settings;
import io.feedloom.feed.FeedGroup;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.List;

/**
 * What is in force, as it shows to the two kinds of readers. Whoever answers a request takes his
 * catalog from here, and so knows of nothing that the request may not see.
 *
 * @param open to everyone
 * @param full with what needs a key
 */
record Views(Catalog open, Catalog full) {
  static Views of(Settings settings, Collection<FeedGroup> groups) {
    return new Views(
        Catalog.of(
            settings.withoutKeyed(), groups.stream().filter(group -> !group.keyed()).toList()),
        Catalog.of(settings, groups));
  }

  Catalog of(Access access) {
    return access.keyed() ? full : open;
  }

  Catalog of(Context ctx) {
    return of(Access.of(ctx));
  }

  /** The same settings, with the faults of a file that could not replace them. */
  Views withFaults(List<Fault> faults) {
    var told = hides() ? faults.stream().map(Views::place).toList() : faults;
    return new Views(open.withFaults(told), full.withFaults(faults));
  }

  private boolean hides() {
    return open.settings().subscriptions().size() < full.settings().subscriptions().size();
  }

  /** A fault may name a feed that needs a key; where it stands tells the admin enough. */
  private static Fault place(Fault fault) {
    return new Fault(
        fault.file(), fault.line(), fault.column(), "has a fault; feedloom check tells which", "");
  }
}
