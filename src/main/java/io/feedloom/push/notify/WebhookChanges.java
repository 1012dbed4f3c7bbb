package io.feedloom.push.notify;

import io.feedloom.config.Settings;
import io.feedloom.config.WebhookSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What other settings would change at the webhooks. */
public final class WebhookChanges {
  private WebhookChanges() {}

  /**
   * Returns a line for each webhook that would be added, changed or removed, by name.
   *
   * @param stored what the store has, from {@link io.feedloom.store.push.Webhooks#settings}
   */
  public static List<String> of(Settings next, Map<String, Integer> stored) {
    var settings = NotifySettings.of(next);
    var wanted = settings.digests();
    var lines = new TreeMap<String, String>();
    wanted.forEach(
        (name, digest) -> {
          if (!stored.containsKey(name)) {
            lines.put(name, "new, gets what arrives from now on" + place(settings, name));
          } else if (!digest.equals(stored.get(name))) {
            lines.put(name, "changed; a failed message is sent again at once");
          }
        });
    stored.keySet().stream()
        .filter(name -> !wanted.containsKey(name))
        .forEach(name -> lines.put(name, "removed, with what waits for it"));
    var all = new ArrayList<String>();
    lines.forEach((name, line) -> all.add("webhook " + name + ": " + line));
    return List.copyOf(all);
  }

  private static String place(NotifySettings settings, String name) {
    WebhookSettings webhook = settings.webhooks().get(name);
    return webhook == null ? "" : " (" + webhook.place() + ")";
  }
}
