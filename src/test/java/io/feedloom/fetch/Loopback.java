package io.feedloom.fetch;

import io.feedloom.config.PollingSettings;
import io.feedloom.feed.AddressBlock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Settings under which publishers on this machine may be fetched from. */
public final class Loopback {
  static final List<AddressBlock> BLOCKS = List.of(AddressBlock.parse("127.0.0.0/8"));

  /** Limits that no healthy exchange on loopback comes near, however slow the machine. */
  static final PollingSettings SETTINGS = settings(Duration.ofSeconds(60), 10L << 20, BLOCKS);

  static final Supplier<UserAgent> AGENT = () -> new UserAgent("test", Optional.empty(), 1);

  private Loopback() {}

  static PollingSettings allowing(List<AddressBlock> blocks) {
    return settings(Duration.ofSeconds(60), 10L << 20, blocks);
  }

  static PollingSettings within(Duration timeout) {
    return settings(timeout, 10L << 20, BLOCKS);
  }

  static PollingSettings upTo(long maxSize) {
    return settings(Duration.ofSeconds(60), maxSize, BLOCKS);
  }

  private static PollingSettings settings(
      Duration timeout, long maxSize, List<AddressBlock> allowed) {
    var usual = PollingSettings.DEFAULT;
    return new PollingSettings(
        usual.every(),
        usual.min(),
        usual.max(),
        timeout,
        maxSize,
        usual.perHost(),
        usual.spacing(),
        usual.hosts(),
        allowed);
  }

  static InetAddress[] addresses(String... literals) throws UnknownHostException {
    var addresses = new InetAddress[literals.length];
    for (int i = 0; i < literals.length; i++) {
      addresses[i] = InetAddress.getByName(literals[i]);
    }
    return addresses;
  }

  /**
   * A fetcher for tests of other rooms.
   *
   * @param names gives the addresses of a name at each look-up; none for a name without address
   * @param tls whom it trusts
   */
  public static Fetcher fetcher(Function<String, List<String>> names, Supplier<SSLContext> tls) {
    return new Fetcher(
        AGENT,
        InstantSource.system(),
        name -> addresses(names.apply(name).toArray(String[]::new)),
        tls);
  }

  /** A fetcher for which a test answers what names lead to. */
  static Fetcher resolving(DnsResolver.Resolver resolver) {
    return new Fetcher(
        AGENT,
        InstantSource.fixed(Instant.EPOCH),
        resolver,
        () -> {
          throw new AssertionError("no TLS expected");
        });
  }
}
