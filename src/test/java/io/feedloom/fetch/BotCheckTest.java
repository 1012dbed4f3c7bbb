package io.feedloom.fetch;

import static io.feedloom.fetch.FetcherTest.assertFailed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.feed.Fetched;
import io.feedloom.feed.Fetched.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages name the service that asks for a browser. */
class BotCheckTest {
  private static Fetched fetch(Answer answer) {
    try (var publisher = Publisher.start().on("/", answer);
        var fetcher = new Fetcher(Loopback.AGENT, InstantSource.fixed(Instant.EPOCH))) {
      return fetcher.fetch(Fetcher.Request.first(publisher.uri("/")), Loopback.SETTINGS);
    }
  }

  private static Answer page(int status, String field, String value, String body) {
    var fields =
        field.isEmpty()
            ? Map.of("Content-Type", "text/html; charset=utf-8")
            : Map.of("Content-Type", "text/html; charset=utf-8", field, value);
    return Answer.of(status, fields, body);
  }

  @ParameterizedTest
  @CsvSource({
    "403, cf-mitigated, challenge, Just a moment..., a Cloudflare challenge",
    "503, '', '', <script>window._cf_chl_opt={}</script>, a Cloudflare challenge",
    "403, '', '', <div id=cf-error-details>, a block by Cloudflare",
    "202, x-amzn-waf-action, challenge, '<p>', an AWS WAF challenge",
    "429, X-Vercel-Mitigated, challenge, '', a Vercel challenge",
    "403, X-DataDome, protected, '', a check by DataDome",
    "403, '', '', <iframe src=/_Incapsula_Resource?x>, a check by Imperva",
    "403, '', '', https://errors.edgesuite.net/1, a block by Akamai",
    "200, '', '', <script src=/.within.website/x/cmd/anubis/static/js/main.mjs>, an Anubis"
        + " challenge"
  })
  void checkIsNamed(int status, String field, String value, String body, String service) {
    var fetched = fetch(page(status, field, value, body));

    assertFailed(fetched, Reason.DENIED, "answered " + status, service);
    assertThat(fetched.toString()).doesNotContain("auth");
  }

  @Test
  void compressedCheckIsNamed() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write("<script>window._cf_chl_opt={}</script>".repeat(10).getBytes(UTF_8));
    }
    var packed = Answer.of(403, Map.of("Content-Encoding", "gzip"), bytes.toByteArray());

    assertFailed(fetch(packed), Reason.DENIED, "a Cloudflare challenge");
  }

  @ParameterizedTest
  @CsvSource({
    "403, '', '', Forbidden",
    "401, '', '', Who are you?",
  })
  void otherRefusalsAskForCredentials(int status, String field, String value, String body) {
    assertFailed(fetch(page(status, field, value, body)), Reason.DENIED, "auth");
  }

  @Test
  void pagesAndFeedsThatWereLetThroughAreRead() {
    var scripts =
        "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"
            + "<script src=/_Incapsula_Resource></script>";
    assertThat(fetch(page(200, "X-DataDome", "protected", scripts)))
        .isInstanceOf(Fetched.Fresh.class);
    assertThat(
            fetch(
                Answer.feed(
                    "<rss><description>window._cf_chl_opt cf-mitigated</description></rss>")))
        .isInstanceOf(Fetched.Fresh.class);
    assertThat(fetch(page(521, "", "", "<div id=cf-error-details>")))
        .isInstanceOfSatisfying(
            Fetched.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo(Reason.SERVER_ERROR));
  }
}
