package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mapping {@code notify}, and the option {@code notify} of streams. */
class WebhookOptionsTest {
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir private Path path;

  private AdminFolder folder(String yaml) {
    return new AdminFolder(path).write("feeds.yml", "feeds: []\n" + yaml);
  }

  private WebhookSettings webhook(String options) {
    return webhook(
        folder("notify:\n  chat: { url: 'https://hooks.example/x/y', " + options + " }\n"), "chat");
  }

  private static WebhookSettings webhook(AdminFolder folder, String name) {
    return Objects.requireNonNull(folder.settings().webhooks().get(name));
  }

  private String contentType(String options) {
    return webhook(options).template().orElseThrow().contentType();
  }

  @Test
  void usualWebhookSendsJsonAtOnce() {
    var webhook = webhook("tags: news");

    assertThat(webhook.template()).isEmpty();
    assertThat(webhook.every()).isEmpty();
    assertThat(webhook.maxEntries()).isEqualTo(50);
    assertThat(webhook.changed()).isFalse();
    assertThat(webhook.keyed()).isFalse();
    assertThat(webhook.selections())
        .extracting(StreamSettings::parameters)
        .containsExactly(Map.of("tag", List.of("news")));
  }

  @Test
  void allOptionsAreRead() {
    var webhook =
        webhook(
            "secret: [%s, %s], auth: { bearer: t }, headers: { X: y }, every: 2h, max-entries: 5,"
                    .formatted(SECRET, SECRET)
                + " changed: true, access: key, body: '{title}', entry: '{link}', content-type:"
                + " text/markdown");

    assertThat(webhook.secrets()).hasSize(2);
    assertThat(webhook.credentials()).isPresent();
    assertThat(webhook.headers()).containsOnlyKeys("X");
    assertThat(webhook.every()).contains(Duration.ofHours(2));
    assertThat(webhook.maxEntries()).isEqualTo(5);
    assertThat(webhook.changed()).isTrue();
    assertThat(webhook.keyed()).isTrue();
    assertThat(webhook.selections()).isEmpty();
  }

  @Test
  void contentTypeFollowsFromTheBody() {
    assertThat(contentType("body: '{title}'")).isEqualTo("text/plain; charset=utf-8");
    assertThat(contentType("body: '{\"text\": \"{title}\", \"n\": {count}}'"))
        .isEqualTo("application/json");
    assertThat(contentType("body: '{\"text\": {title}}'")).isEqualTo("text/plain; charset=utf-8");
    assertThat(contentType("body: '{\"a\": 1}', content-type: text/x")).isEqualTo("text/x");
  }

  @Test
  void webhookSendsItsStreamAndThoseThatNameIt() {
    var folder =
        folder(
            """
            streams:
              jvm: { tags: jvm }
              news: { tags: news, notify: chat }
              both: { tags: x, notify: [chat, other] }
            notify:
              chat: { url: https://a.example/, stream: jvm }
              other: { url: https://b.example/ }
            """);

    assertThat(webhook(folder, "chat").selections())
        .extracting(StreamSettings::name)
        .containsExactly("jvm", "both", "news");
    assertThat(webhook(folder, "chat").selections().getFirst().parameters()).containsKey("tag");
    assertThat(webhook(folder, "other").selections())
        .extracting(StreamSettings::name)
        .containsExactly("both");
  }

  @Test
  void secretsAreNotShown() {
    var webhook =
        webhook("secret: %s, auth: { bearer: t0ps3cret }, headers: { X: val }".formatted(SECRET));

    assertThat(webhook.toString()).doesNotContain("/x/y", SECRET, "t0ps3cret", "val");
    assertThat(webhook.place()).isEqualTo("https://hooks.example");
  }

  @Test
  void faultsNameThePlace() {
    var folder =
        folder(
            """
            streams:
              top: { order: top }
              newest: { order: newest, notify: chat }
              digest: { digest: day, notify: chat }
              lost: { notify: [chta, 'chat', chat] }
            notify:
              Chat: { url: https://a.example/ }
              none: {}
              chat:
                url: ftp://a.example/
                secret: [whsec_abc, short, ""]
                headers: { Host: x }
                every: 36h
                max-entries: 501
                changed: maybe
                access: keys
                tag: x
              one: { url: https://a.example/, stream: tpo, tags: x }
              two: { url: https://a.example/, stream: top, q: x }
              three: { url: https://a.example/, entry: "{count}", content-type: text }
              four: { url: https://a.example/, body: "{titel} {{x", every: 8d }
              five: { url: https://a.example/, body: "{title", entry: "{title|loud}" }
              six: { url: https://a.example/, body: '{"a": {title}}', content-type: application/json }
            """);

    assertThat(folder.faults())
        .containsExactly(
            "feeds.yml:5:11: a webhook sends single entries, which min-sources, order and digest do"
                + " not select",
            "feeds.yml:6:20: there is no webhook of this name under \"notify\"; did you mean"
                + " \"chat\"?",
            "feeds.yml:6:34: this webhook appears here a second time",
            "feeds.yml:8:3: expected the name of a webhook: 1 to 100 characters of a-z 0-9 _ - that"
                + " begin with a letter or digit",
            "feeds.yml:9:9: the key \"url\" is missing",
            "feeds.yml:11:10: expected an http or https address, but it does not begin with http://"
                + " or https://",
            "feeds.yml:12:14: expected a secret of Standard Webhooks: whsec_ and the Base64 form of"
                + " 24 to 64 bytes, but it has 2 bytes",
            "feeds.yml:12:25: expected a secret of Standard Webhooks: whsec_ and the Base64 form of"
                + " 24 to 64 bytes, but it does not begin with whsec_; make one with: echo"
                + " whsec_$(openssl rand -base64 32)",
            "feeds.yml:12:32: expected a secret of Standard Webhooks: whsec_ and the Base64 form of"
                + " 24 to 64 bytes, but it does not begin with whsec_; make one with: echo"
                + " whsec_$(openssl rand -base64 32)",
            "feeds.yml:13:16: the header \"Host\" is set by Feedloom itself",
            "feeds.yml:14:12: more than a day must be whole days",
            "feeds.yml:15:18: expected a whole number from 1 to 500, but found something else",
            "feeds.yml:16:14: expected true or false, but found something else",
            "feeds.yml:17:13: expected key or public, but found something else",
            "feeds.yml:18:5: unknown key \"tag\" – did you mean \"tags\"?",
            "feeds.yml:19:43: expected either a stream or options that select",
            "feeds.yml:19:43: there is no stream of this name under \"streams\"; did you mean"
                + " \"top\"?",
            "feeds.yml:20:43: expected either a stream or options that select",
            "feeds.yml:20:43: the stream \"top\" cannot be sent: a webhook sends single entries,"
                + " which min-sources, order and digest do not select",
            "feeds.yml:21:44: expected a text with placeholders such as {title}, but it has an"
                + " unknown placeholder; allowed here: title, link, text, source, author, tags,"
                + " published",
            "feeds.yml:21:44: \"entry\" needs the key \"body\"",
            "feeds.yml:21:69: expected a media type such as text/markdown, but found something"
                + " else",
            "feeds.yml:21:69: \"content-type\" needs the key \"body\"",
            "feeds.yml:22:42: expected a text with placeholders such as {title}, but it has an"
                + " unknown placeholder; allowed here: title, link, text, source, author, tags,"
                + " published, entries, count, name, severity, priority, id",
            "feeds.yml:22:64: expected a duration such as 90s, 15m, 1h30m or 1d, from 1m to 7d, but"
                + " found something else",
            "feeds.yml:23:42: expected a text with placeholders such as {title}, but it has a brace"
                + " without a placeholder such as {title}, {title:100} or {title|html}; write {{"
                + " for a plain {",
            "feeds.yml:23:59: expected a text with placeholders such as {title}, but it has an"
                + " unknown escape; allowed here: html, slack, markdown, url",
            "feeds.yml:24:41: the body is not JSON (Unrecognized token 'x': was expecting (JSON"
                + " String, Number, Array, Object or token 'null', 'true' or 'false')); write"
                + " placeholders of texts inside quotes");
  }
}
