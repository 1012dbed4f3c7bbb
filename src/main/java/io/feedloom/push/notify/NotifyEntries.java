package io.feedloom.push.notify;

import io.feedloom.config.WebhookSettings;
import io.feedloom.feed.Arrival;
import io.feedloom.store.api.WaitingEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the entries for webhooks, and writes them as the API does. */
public interface NotifyEntries {
  /**
   * Returns a test whether an arrival may belong to a selection of the webhook. {@link #read}
   * decides.
   */
  Predicate<Arrival> selector(WebhookSettings webhook);

  /**
   * Reads entries that wait. Leaves out those that are no longer selected or stored.
   *
   * @param waiting at least one, in the order of the message
   * @return the entries of as many as one message can contain; empty if they cannot be read now
   */
  Optional<Batch> read(WebhookSettings webhook, List<WaitingEntry> waiting);

  /**
   * Entries for one message.
   *
   * @param considered how many of the waiting entries were read or left out, from the first
   * @param selection the address of the selection, as in {@code /api/v1/entries}
   * @param name the title of the stream, else of the merged feed
   * @param page the page of the selection for browsers
   */
  record Batch(
      List<NotifiedEntry> entries, int considered, String selection, String name, String page) {
    public Batch {
      entries = List.copyOf(entries);
    }
  }
}
