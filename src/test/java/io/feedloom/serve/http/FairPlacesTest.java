package io.feedloom.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Clients that share a limited number of places. */
class FairPlacesTest {
  private final FairPlaces<String> places = new FairPlaces<>(4);

  private void fill(String address, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(places.enter(address, address + "/" + i)).isEmpty();
    }
  }

  @Test
  void oneAddressMayTakeAllFreePlaces() {
    fill("192.0.2.1", 4);

    assertThat(places.enter("192.0.2.1", "more")).contains("more");
    assertThat(places.taken()).isEqualTo(4);
  }

  @Test
  void newClientReplacesTheOldestOneOfTheLargestAddress() {
    fill("192.0.2.1", 3);
    fill("192.0.2.2", 1);

    assertThat(places.enter("192.0.2.3", "new")).contains("192.0.2.1/0");
    assertThat(places.enter("192.0.2.2", "second")).isPresent().get().isEqualTo("second");
  }

  @Test
  void guestsThatLeaveOrWereReplacedFreeTheirPlaces() {
    fill("192.0.2.1", 4);
    places.enter("192.0.2.2", "new");
    places.leave("192.0.2.1", "192.0.2.1/0");

    assertThat(places.taken()).isEqualTo(4);
    places.leave("192.0.2.2", "new");
    assertThat(places.enter("192.0.2.1", "again")).isEmpty();
  }

  @Test
  void oneIpv6NetworkIsOneClient() {
    assertThat(FairPlaces.owner("2001:db8:1:2::1"))
        .isEqualTo(FairPlaces.owner("[2001:db8:1:2:ffff::9%eth0]"))
        .isNotEqualTo(FairPlaces.owner("2001:db8:1:3::1"));
    assertThat(FairPlaces.owner("192.0.2.1")).isNotEqualTo(FairPlaces.owner("192.0.2.2"));
  }
}
