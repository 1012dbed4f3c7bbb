package io.feedloom.serve;

import io.feedloom.config.Settings;
import io.feedloom.config.WebhookSettings;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.EntryName;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.Person;
import io.feedloom.feed.StoredEntry;
import io.feedloom.push.notify.NotifyEntries;
import io.feedloom.serve.http.Json;
import io.feedloom.serve.merged.ApiEntry;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A made-up entry, for tests of webhooks. */
public final class SampleEntry {
  private static final URI HOME = URI.create("https://example.org/");

  private SampleEntry() {}

  /** Returns the entry as it would be sent to a webhook. */
  public static NotifyEntries.Batch of(Settings settings, WebhookSettings webhook, Instant time) {
    var now = time.truncatedTo(ChronoUnit.MILLIS);
    var guid = "urn:feedloom:test:" + now.toEpochMilli();
    var entry =
        Entry.builder(guid)
            .title("Test of the webhook \"" + webhook.name() + "\"")
            .link(HOME.toString())
            .summary("<p>Feedloom can reach this webhook. <b>This entry is made up.</b></p>")
            .authors(List.of(Person.named("Feedloom")))
            .published(now)
            .build();
    var feed = new FeedId("test");
    var profile = new FeedProfile(feed, HOME, Optional.of("Feedloom"), Set.of(), Optional.empty());
    var name = new EntryName(guid, HOME.toString(), 0, true);
    var stored = new StoredEntry(new EntryKey(0, 0), feed, now, now, now, entry, name);
    var json = Json.bytes(out -> ApiEntry.write(out, stored, Map.of(), Map.of(feed, profile)));
    return new NotifyEntries.Batch(
        List.of(SelectedEntries.notified(stored, json, Optional.of(profile))),
        0,
        "/",
        settings.title(),
        settings.publicUrl().map(URI::toString).orElse(HOME.toString()));
  }
}
