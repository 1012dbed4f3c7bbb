package io.feedloom.config;

import io.feedloom.feed.Rule;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import java.net.URI;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of {@code feeds.yml}.
 *
 * @param title the title of the merged feed
 * @param publicUrl the address at which readers reach this server, without a slash at its end
 * @param subscriptions in the order of the file, with unique ids and addresses
 * @param rules in the order of the file
 * @param streams the named merged feeds, by name
 * @param keys the keys with which clients can read feeds with {@code access: key}, by owner
 * @param timeZone in which the periods of digests begin
 * @param webhooks the webhooks, by name
 * @param alerts what counts as an incident, and who is notified
 * @param log how the log looks
 * @param export where answers are written as files; empty if they are not
 */
public record Settings(
    String title,
    Optional<URI> publicUrl,
    ServerSettings server,
    StorageSettings storage,
    PollingSettings polling,
    RetentionSettings retention,
    List<Subscription> subscriptions,
    List<Rule> rules,
    Map<String, StreamSettings> streams,
    Map<String, Secret> keys,
    ZoneId timeZone,
    Map<String, WebhookSettings> webhooks,
    AlertSettings alerts,
    LogSettings log,
    Optional<ExportSettings> export) {
  public Settings {
    subscriptions = List.copyOf(subscriptions);
    rules = List.copyOf(rules);
    keys = Map.copyOf(keys);
    streams = Collections.unmodifiableMap(new TreeMap<>(streams));
    webhooks = Collections.unmodifiableMap(new TreeMap<>(webhooks));
  }

  /** Makes settings with the time zone UTC, without webhooks, with the default alerts and log. */
  public Settings(
      String title,
      Optional<URI> publicUrl,
      ServerSettings server,
      StorageSettings storage,
      PollingSettings polling,
      RetentionSettings retention,
      List<Subscription> subscriptions,
      List<Rule> rules,
      Map<String, StreamSettings> streams,
      Map<String, Secret> keys) {
    this(
        title,
        publicUrl,
        server,
        storage,
        polling,
        retention,
        subscriptions,
        rules,
        streams,
        keys,
        ZoneOffset.UTC,
        Map.of(),
        AlertSettings.DEFAULT,
        LogSettings.DEFAULT,
        Optional.empty());
  }

  /** Returns a copy with other proxies. */
  Settings withProxies(ProxySettings proxies) {
    return new Settings(
        title,
        publicUrl,
        server,
        storage,
        polling.withProxies(proxies),
        retention,
        subscriptions,
        rules,
        streams,
        keys,
        timeZone,
        webhooks,
        alerts,
        log,
        export);
  }

  /** Returns a copy with other server settings. */
  public Settings on(ServerSettings other) {
    return new Settings(
        title,
        publicUrl,
        other,
        storage,
        polling,
        retention,
        subscriptions,
        rules,
        streams,
        keys,
        timeZone,
        webhooks,
        alerts,
        log,
        export);
  }

  /** Returns a copy with the options that belong to one node: its address and its database. */
  Settings withLocalOptionsOf(Settings own) {
    return new Settings(
        title,
        publicUrl,
        server.at(own.server.host(), own.server.port()),
        own.storage,
        polling,
        retention,
        subscriptions,
        rules,
        streams,
        keys,
        timeZone,
        webhooks,
        alerts,
        own.log,
        own.export);
  }

  /** Returns a copy without the feeds that require a key. */
  public Settings withoutKeyed() {
    return new Settings(
        title,
        publicUrl,
        server,
        storage,
        polling,
        retention,
        subscriptions.stream().filter(feed -> !feed.keyed()).toList(),
        rules,
        streams,
        keys,
        timeZone,
        webhooks,
        alerts,
        log,
        export);
  }
}
