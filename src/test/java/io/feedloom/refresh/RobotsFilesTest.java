package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.DocumentHeaders;
import io.feedloom.feed.Exchange;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Validators;
import io.feedloom.refresh.RobotsFiles.Permission;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RobotsFilesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final URI PAGE = URI.create("http://a.test/page?x=1");
  private static final URI FILE = URI.create("http://a.test/robots.txt");

  private final RobotsFiles files = new RobotsFiles();

  private static Fetched.Fresh answer(URI file, String text, Optional<Duration> freshFor) {
    var exchange = new Exchange(file, file, List.of(), 200, Duration.ZERO, 0, freshFor);
    var none = Optional.<String>empty();
    return new Fetched.Fresh(
        exchange,
        text.getBytes(StandardCharsets.UTF_8),
        new DocumentHeaders(none, none, none, none),
        Validators.NONE,
        "",
        false,
        none);
  }

  private static Fetched failed(Fetched.Reason reason) {
    var exchange =
        new Exchange(FILE, FILE, List.of(), 0, Duration.ZERO, 0, Optional.<Duration>empty());
    return new Fetched.Failed(exchange, reason, "no");
  }

  private Permission at(Duration later) {
    return files.permission(PAGE, NOON.plus(later));
  }

  @Test
  void fileOfAnOriginIsUnknownUntilItWasRead() {
    assertThat(at(Duration.ZERO)).isEqualTo(new Permission.Unknown(FILE));
    files.put(FILE, answer(FILE, "", Optional.empty()), NOON);
    assertThat(at(Duration.ZERO)).isEqualTo(new Permission.Given());
    assertThat(files.permission(URI.create("https://a.test/page"), NOON))
        .isEqualTo(new Permission.Unknown(URI.create("https://a.test/robots.txt")));
  }

  @Test
  void fileIsUsedForADayOrAsItsCacheControlSays() {
    files.put(FILE, answer(FILE, "", Optional.empty()), NOON);
    assertThat(at(Duration.ofHours(23))).isInstanceOf(Permission.Given.class);
    assertThat(at(Duration.ofHours(24))).isInstanceOf(Permission.Unknown.class);
    files.put(FILE, answer(FILE, "", Optional.of(Duration.ofHours(3))), NOON);
    assertThat(at(Duration.ofHours(3))).isInstanceOf(Permission.Unknown.class);
    files.put(FILE, answer(FILE, "", Optional.of(Duration.ofSeconds(5))), NOON);
    assertThat(at(Duration.ofMinutes(59))).isInstanceOf(Permission.Given.class);
    files.put(FILE, answer(FILE, "", Optional.of(Duration.ofDays(30))), NOON);
    assertThat(at(Duration.ofHours(24))).isInstanceOf(Permission.Unknown.class);
  }

  @Test
  void hostWithoutAFileAllowsEverythingAndAnUnreachableOneNothing() {
    for (var reason : Fetched.Reason.values()) {
      var one = new RobotsFiles();
      one.put(FILE, failed(reason), NOON);
      boolean absent =
          switch (reason) {
            case DENIED, NOT_FOUND, CLIENT_ERROR, REDIRECT, NOT_A_FEED, FORBIDDEN_ADDRESS -> true;
            default -> false;
          };
      assertThat(one.permission(PAGE, NOON) instanceof Permission.Given)
          .as("%s", reason)
          .isEqualTo(absent);
      assertThat(
              one.permission(PAGE, NOON.plus(absent ? Duration.ofDays(1) : Duration.ofMinutes(6))))
          .isInstanceOf(Permission.Unknown.class);
    }
  }

  @Test
  void leastRecentlyUsedFilesAreForgottenFirst() {
    var large = "User-agent: *\n" + "Disallow: /a\n".repeat(30_000);
    files.put(FILE, answer(FILE, "", Optional.empty()), NOON);
    for (int i = 0; i < 5; i++) {
      var file = URI.create("http://h" + i + ".test/robots.txt");
      files.put(
          file, answer(file, large.replace("/a", "/a" + i + "?" + i), Optional.empty()), NOON);
      assertThat(at(Duration.ZERO)).isInstanceOf(Permission.Given.class);
    }
    for (int i = 0; i < 2_500; i++) {
      var file = URI.create("http://s" + i + ".test/robots.txt");
      files.put(file, answer(file, "", Optional.empty()), NOON);
    }
    assertThat(at(Duration.ZERO)).isInstanceOf(Permission.Unknown.class);
    assertThat(files.permission(URI.create("http://s2499.test/"), NOON))
        .isInstanceOf(Permission.Given.class);
  }

  @Test
  void onlyOneRequestForAFileIsUnderWay() {
    assertThat(files.begin(FILE)).isTrue();
    assertThat(files.begin(FILE)).isFalse();
    files.end(FILE);
    assertThat(files.begin(FILE)).isTrue();
  }
}
