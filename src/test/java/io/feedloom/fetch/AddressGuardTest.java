package io.feedloom.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Fetched.Fresh;
import io.feedloom.feed.Fetched.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where feeds must not lead us. */
class AddressGuardTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "10.255.0.1, private",
    "100.64.0.1, carrier-grade NAT",
    "100.127.255.255, carrier-grade NAT",
    "100.100.100.200, carrier-grade NAT",
    "127.0.0.1, loopback",
    "127.255.255.255, loopback",
    "169.254.169.254, metadata",
    "169.254.1.1, link-local",
    "168.63.129.16, metadata",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.0.0.192, reserved",
    "192.0.2.1, documentation",
    "192.88.99.1, reserved",
    "192.168.1.1, private",
    "198.18.0.1, reserved",
    "198.51.100.7, documentation",
    "203.0.113.7, documentation",
    "224.0.0.251, multicast",
    "239.255.255.250, multicast",
    "240.0.0.1, reserved",
    "255.255.255.255, reserved",
    "::, unspecified",
    "::1, loopback",
    "::ffff:127.0.0.1, loopback",
    "::ffff:10.0.0.1, private",
    "::127.0.0.1, loopback",
    "::10.0.0.1, private",
    "64:ff9b::127.0.0.1, loopback",
    "64:ff9b::a9fe:a9fe, metadata",
    "64:ff9b:1::8.8.8.8, reserved",
    "2002:7f00:1::, loopback",
    "2002:c0a8:101::1, private",
    "2001:0:1:2::3, reserved",
    "2001:db8::1, documentation",
    "3fff::1, documentation",
    "100::1, reserved",
    "4000::1, reserved",
    "5f00::1, reserved",
    "fc00::1, private",
    "fd00:ec2::254, metadata",
    "fe80::1, link-local",
    "fec0::1, link-local",
    "ff02::1, multicast"
  })
  void addressOfThisKindIsForbidden(String address, String kind) throws UnknownHostException {
    assertThat(AddressGuard.forbids(InetAddress.getByName(address), List.of())).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450:4001::1",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "::ffff:8.8.8.8"
      })
  void publicAddressIsAllowed(String address) throws UnknownHostException {
    assertThat(AddressGuard.forbids(InetAddress.getByName(address), List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.0/8, 192.168.0.1, false",
    "10.0.0.0/8, 64:ff9b::10.1.2.3, true",
    "fd00::/8, fd12::1, true",
    "0.0.0.0/0, 127.0.0.1, true",
    "0.0.0.0/0, ::1, false"
  })
  void adminOpensBlocks(String block, String address, boolean open) throws UnknownHostException {
    assertThat(
            AddressGuard.forbids(
                InetAddress.getByName(address), List.of(AddressBlock.parse(block))))
        .matches(it -> it.isEmpty() == open);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/",
        "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://0.0.0.0:1/",
        "http://127.1:1/",
        "http://2130706433:1/",
        "http://localhost:1/",
        "https://127.0.0.1:1/"
      })
  void howeverAnAddressIsWrittenNothingIsConnectedTo(URI url) {
    try (var fetcher = new Fetcher(Loopback.AGENT, InstantSource.fixed(Instant.EPOCH))) {
      var fetched = fetcher.fetch(Fetcher.Request.first(url), Loopback.allowing(List.of()));

      FetcherTest.assertFailed(fetched, Reason.FORBIDDEN_ADDRESS, "polling.allow-addresses");
    }
  }

  @Test
  void nameThatChangesItsAddressIsCheckedEachTimeAndLookedUpOnce() {
    var lookUps = new AtomicInteger();
    try (var fetcher =
        Loopback.resolving(
            host ->
                Loopback.addresses(lookUps.getAndIncrement() == 0 ? "192.168.0.1" : "127.0.0.1"))) {
      var request = Fetcher.Request.first(URI.create("http://rebound.test/"));

      FetcherTest.assertFailed(
          fetcher.fetch(request, Loopback.SETTINGS), Reason.FORBIDDEN_ADDRESS, "192.168.0.1");
      assertThat(lookUps).hasValue(1);
    }
  }

  @Test
  void ofSeveralAddressesOnlyThoseThatAreAllowedAreTried() {
    try (var publisher = Publisher.start();
        var fetcher =
            Loopback.resolving(
                host -> Loopback.addresses("10.0.0.1", "127.0.0.1", "169.254.169.254"))) {
      publisher.on("/feed", Answer.feed("<rss/>"));

      var fetched =
          fetcher.fetch(
              Fetcher.Request.first(publisher.uri("many.test", "/feed")), Loopback.SETTINGS);

      assertThat(fetched).isInstanceOf(Fresh.class);
    }
  }
}
