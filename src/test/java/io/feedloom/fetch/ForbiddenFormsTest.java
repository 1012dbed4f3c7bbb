package io.feedloom.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.AddressBlock;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Failed;
import io.feedloom.feed.Fetched.Reason;
import io.feedloom.feed.Parsed;
import io.feedloom.feed.WebAddress;
import io.feedloom.parse.FeedParser;
import io.feedloom.parse.FetchedDocument;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to write a forbidden address, each as a feed's own address, as a redirect, and as what
 * a page names: nothing is connected to, and nothing throws.
 */
class ForbiddenFormsTest {
  private static final List<String> IPV4 =
      List.of(
          "127.0.0.2",
          "10.0.0.1",
          "172.16.0.1",
          "192.168.1.1",
          "169.254.169.254",
          "100.64.0.1",
          "0.0.0.0");

  private static final List<String> OTHER =
      List.of(
          "[::1]",
          "[::]",
          "[0:0:0:0:0:0:0:1]",
          "[0000::0001]",
          "[fe80::1]",
          "[fc00::1]",
          "[fd00:ec2::254]",
          "[ff02::1]",
          "[fec0::1]",
          "[2001:db8::1]",
          "[2001::1]",
          "[64:ff9b:1::1]",
          "[100::1]",
          "[fe80::1%25lo]",
          "[::1%25lo]",
          "224.0.0.1",
          "255.255.255.255",
          "168.63.129.16",
          "192.0.0.192",
          "198.18.0.1",
          "240.0.0.1");

  private static final Set<Reason> REFUSED =
      Set.of(Reason.FORBIDDEN_ADDRESS, Reason.REDIRECT, Reason.PROTOCOL, Reason.DNS);

  private static Publisher publisher;
  private static Fetcher fetcher;

  @BeforeAll
  static void start() {
    publisher = Publisher.start();
    fetcher = new Fetcher(Loopback.AGENT, InstantSource.fixed(Instant.EPOCH));
  }

  @AfterAll
  static void close() {
    fetcher.close();
    publisher.close();
  }

  static Stream<String> forms() {
    return Stream.concat(IPV4.stream().flatMap(ForbiddenFormsTest::forms), OTHER.stream());
  }

  private static Stream<String> forms(String dotted) {
    int[] parts = Stream.of(dotted.split("\\.")).mapToInt(Integer::parseInt).toArray();
    long all = IntStream.of(parts).asLongStream().reduce(0, (sum, part) -> sum << 8 | part);
    var hex = HexFormat.of().toHexDigits(all, 8);
    var halves = hex.substring(0, 4) + ":" + hex.substring(4);
    var forms = new ArrayList<String>();
    forms.add(dotted);
    forms.add(dotted + ".");
    forms.add("user:word@" + dotted);
    forms.add("example.org@" + dotted);
    forms.add("" + all);
    forms.add("0x" + hex);
    forms.add("0" + Long.toOctalString(all));
    forms.add(joined(parts, "0x%x"));
    forms.add(joined(parts, "0%o"));
    forms.add(joined(parts, "0000%o"));
    forms.add("%d.%d".formatted(parts[0], all & 0xFFFFFF));
    forms.add("%d.%d.%d".formatted(parts[0], parts[1], all & 0xFFFF));
    forms.add("0x%x.%d.0%o".formatted(parts[0], parts[1], all & 0xFFFF));
    forms.add(
        dotted
            .chars()
            .mapToObj(c -> c == '.' ? "。" : Character.toString(c - '0' + '０'))
            .collect(Collectors.joining()));
    forms.add(dotted.chars().mapToObj("%%%02x"::formatted).collect(Collectors.joining()));
    forms.add("[::ffff:" + dotted + "]");
    forms.add("[::ffff:" + halves + "]");
    forms.add("[::" + dotted + "]");
    forms.add("[64:ff9b::" + halves + "]");
    forms.add("[2002:" + halves + "::1]");
    return forms.stream();
  }

  private static String joined(int[] parts, String form) {
    return IntStream.of(parts)
        .mapToObj(part -> String.format(Locale.ROOT, form, part))
        .collect(Collectors.joining("."));
  }

  private static Fetched fetch(URI url) {
    return fetcher.fetch(
        Fetcher.Request.first(url), Loopback.allowing(List.of(AddressBlock.parse("127.0.0.1/32"))));
  }

  private static void assertRefused(Fetched fetched) {
    assertThat(fetched).isInstanceOf(Failed.class);
    assertThat(REFUSED).contains(((Failed) fetched).reason());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void noFeedIsFetchedFromThere(String host) {
    WebAddress.parse("http://" + host + ":1/feed").ifPresent(url -> assertRefused(fetch(url)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void noRedirectLeadsThere(String host) {
    publisher.on("/old", Answer.redirect(302, "http://" + host + ":1/feed"));

    assertRefused(fetch(publisher.uri("/old")));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void noPageLeadsThere(String host) {
    var html = "<link rel=alternate type='application/rss+xml' href='//%s:1/feed'>".formatted(host);
    var source =
        new FetchedDocument(
            publisher.uri("/"),
            ("<html><head>" + html).getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Optional.of("text/html; charset=utf-8"),
            Optional.empty());

    var page = (Parsed.Page) new FeedParser().parse(source);

    assertThat(page.feeds().size() + page.unusable().size()).isEqualTo(1);
    page.feeds().forEach(feed -> assertRefused(fetch(feed.address())));
  }
}
