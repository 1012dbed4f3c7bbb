package io.feedloom.serve.access;

import io.feedloom.config.Reloaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.FeedGroup;
import io.javalin.http.Context;
import java.util.Collection;

/**
 * The settings in force, for the two kinds of readers. Each request gets its catalog here, so an
 * answer cannot contain anything that the client may not see.
 *
 * @param open for everyone
 * @param full for clients with a key
 */
public record Views(Catalog open, Catalog full) {
  public static Views of(Settings settings, Collection<FeedGroup> groups) {
    return new Views(
        Catalog.of(
            settings.withoutKeyed(), groups.stream().filter(group -> !group.keyed()).toList()),
        Catalog.of(settings, groups));
  }

  public Catalog of(Access access) {
    return access.keyed() ? full : open;
  }

  public Catalog of(Context ctx) {
    return of(Access.of(ctx));
  }

  /** Returns the same settings with another outcome of reading the file. */
  public Views with(Reloaded file) {
    return new Views(open.with(file), full.with(file));
  }
}
