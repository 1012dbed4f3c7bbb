package io.feedloom.config;

import io.feedloom.feed.Credentials;
import io.feedloom.feed.NearestWord;
import io.feedloom.feed.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A webhook: an address that gets messages about new entries.
 *
 * @param address may contain secrets, and is never shown
 * @param credentials sent with each message
 * @param headers sent with each message
 * @param secrets sign each message; several while they are exchanged
 * @param template makes the body; empty for the JSON of the API
 * @param every how often a digest is sent; empty if entries are sent at once
 * @param maxEntries the most entries in a message
 * @param changed whether entries that changed are sent too
 * @param keyed whether entries of feeds with {@code access: key} are sent
 * @param selections what is sent: each a stream or the webhook's own selection
 */
public record WebhookSettings(
    String name,
    Secret address,
    Optional<Credentials> credentials,
    Map<String, Secret> headers,
    List<Secret> secrets,
    Optional<Template> template,
    Optional<Duration> every,
    int maxEntries,
    boolean changed,
    boolean keyed,
    List<StreamSettings> selections) {
  /** The name of a selection that is not a stream. */
  public static final String OWN = "";

  public WebhookSettings {
    headers = Map.copyOf(headers);
    secrets = List.copyOf(secrets);
    selections = List.copyOf(selections);
  }

  /**
   * How bodies are made.
   *
   * @param entry makes the part of one entry in a list
   */
  public record Template(MessageTemplate body, MessageTemplate entry, String contentType) {}

  /** Returns a message that no webhook has this name, with the names that exist. */
  public static String unknown(String name, Collection<String> known) {
    return known.isEmpty()
        ? "feeds.yml has no webhook \"%s\"; webhooks are listed under \"notify\"".formatted(name)
        : "feeds.yml has no webhook \"%s\"%s (it has: %s)"
            .formatted(
                name,
                NearestWord.of(name, known).map(it -> "; did you mean \"" + it + "\"?").orElse(""),
                known.stream().sorted().collect(Collectors.joining(", ")));
  }

  /** Returns the address to which messages are sent. */
  public URI url() {
    return URI.create(address.value());
  }

  /** Returns the scheme and host of the address, which may be shown. */
  public String place() {
    return url().getScheme() + "://" + url().getRawAuthority();
  }

  /** Returns a copy with another name. */
  WebhookSettings named(String other) {
    return with(other, selections);
  }

  /** Returns a copy that sends these selections. */
  WebhookSettings sending(List<StreamSettings> others) {
    return with(name, others);
  }

  private WebhookSettings with(String otherName, List<StreamSettings> others) {
    return new WebhookSettings(
        otherName,
        address,
        credentials,
        headers,
        secrets,
        template,
        every,
        maxEntries,
        changed,
        keyed,
        others);
  }
}
