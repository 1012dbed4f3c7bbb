package io.feedloom.serve.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A limited number of places, shared fairly between the addresses of clients. While places are
 * free, any client gets one. When all are taken, a new client replaces the oldest client of the
 * address with the most places. If that is its own address, the new client is refused. So no
 * address excludes others, and clients behind one proxy can use all places. Thread-safe.
 *
 * @param <T> a client that takes a place
 */
public final class FairPlaces<T> {
  /** An IPv6 client usually has a whole network, identified by this many bytes. */
  private static final int NETWORK_BYTES = 8;

  private final int most;
  private final Map<String, Set<T>> guests = new LinkedHashMap<>();
  private int taken;

  public FairPlaces(int most) {
    this.most = most;
  }

  /**
   * Takes a place. If none was free, returns the client that must leave: the given one, or another.
   */
  public synchronized Optional<T> enter(String address, T guest) {
    var owner = owner(address);
    guests.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).add(guest);
    taken++;
    if (taken <= most) {
      return Optional.empty();
    }
    var largest = largest();
    boolean own = count(owner) >= count(largest);
    var leaving = own ? guest : guests.getOrDefault(largest, Set.of()).iterator().next();
    remove(own ? owner : largest, leaving);
    return Optional.of(leaving);
  }

  /** Gives the place back. Does nothing if the client had to leave. */
  public synchronized void leave(String address, T guest) {
    remove(owner(address), guest);
  }

  synchronized int taken() {
    return taken;
  }

  private void remove(String owner, T guest) {
    var those = guests.get(owner);
    if (those != null && those.remove(guest)) {
      taken--;
      if (those.isEmpty()) {
        guests.remove(owner);
      }
    }
  }

  private int count(String owner) {
    return guests.getOrDefault(owner, Set.of()).size();
  }

  private String largest() {
    var largest = "";
    for (var owner : guests.keySet()) {
      largest = count(owner) > count(largest) ? owner : largest;
    }
    return largest;
  }

  /** Returns a text that identifies all addresses of one client: for IPv6 its network. */
  public static String owner(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      return InetAddress.ofLiteral(address.replaceAll("[\\[\\]]|%.*", ""))
              instanceof Inet6Address v6
          ? HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), NETWORK_BYTES))
          : address;
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
