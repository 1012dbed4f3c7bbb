package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Authority;
import io.feedloom.feed.EntryOptions;
import io.feedloom.feed.IdBy;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.OutgoingProxy.Protocol;
import io.feedloom.feed.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options for requests: proxies, certificates, limits and methods. */
class OutgoingOptionsTest {
  @TempDir private Path folder;

  private Loaded read(String yaml, Map<String, String> environment) throws IOException {
    var file = Files.writeString(folder.resolve("feeds.yml"), yaml);
    return FeedsFile.read(file, environment, _ -> java.util.Optional.empty());
  }

  private Settings settings(String yaml, Map<String, String> environment) throws IOException {
    var loaded = read(yaml, environment);
    assertThat(loaded.faults()).isEmpty();
    return ((Loaded.Valid) loaded).settings();
  }

  private String faults(String yaml) throws IOException {
    return read(yaml, Map.of()).faults().stream()
        .map(fault -> fault.line() + ":" + fault.column() + " " + fault.message())
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy:3128, HTTP, proxy, 3128, ''",
    "HTTP://Proxy.Example/, HTTP, proxy.example, 80, ''",
    "https://me:s%40c:x@proxy, HTTPS, proxy, 443, me s@c:x",
    "socks5://proxy, SOCKS5, proxy, 1080, ''",
    "socks5h://a+b:c+d@[::1]:9050, SOCKS5, ::1, 9050, a+b c+d"
  })
  void addressOfAProxyHasProtocolHostPortAndLogin(
      String address, Protocol protocol, String host, int port, String login) throws IOException {
    var settings = settings("{ feeds: [], polling: { proxy: \"" + address + "\" } }", Map.of());

    var proxy = (OutgoingProxy.Server) settings.polling().proxies().of("https", "a.example", 443);
    assertThat(proxy.protocol()).isEqualTo(protocol);
    assertThat(proxy.host()).isEqualTo(host);
    assertThat(proxy.port()).isEqualTo(port);
    assertThat(proxy.login().map(it -> it.user() + " " + it.password().value()).orElse(""))
        .isEqualTo(login);
    assertThat(settings.toString()).doesNotContain("s@c", "c+d");
  }

  @Test
  void userAndPasswordCanBeSeparate() throws IOException {
    var yaml = "feeds: []\npolling: { proxy: { url: http://p:1, user: me, password: \"${PW}\" } }";
    var proxy =
        (OutgoingProxy.Server)
            settings(yaml, Map.of("PW", "a:b/@c")).polling().proxies().of("http", "x", 80);

    assertThat(proxy.login().orElseThrow().password().value()).isEqualTo("a:b/@c");
    assertThat(faults("feeds: []\npolling: { proxy: { url: http://p:1, user: me } }"))
        .isEqualTo("2:19 expected both user and password, or neither");
  }

  @Test
  void environmentNamesProxiesAndExceptions() throws IOException {
    var environment =
        Map.of(
            "HTTPS_PROXY", "http://secure:1",
            "http_proxy", "plain:2",
            "HTTP_PROXY", "ignored:3",
            "NO_PROXY", ".corp.example, 10.0.0.0/8,[fd00::1], host.example:8080");
    var proxies = settings("feeds: []", environment).polling().proxies();

    assertThat(proxies.of("https", "a.example", 443)).hasToString("http://secure:1");
    assertThat(proxies.of("http", "a.example", 80)).hasToString("http://plain:2");
    for (var direct : List.of("corp.example", "a.corp.example", "10.1.2.3", "fd00::1")) {
      assertThat(proxies.of("http", direct, 80)).as(direct).isEqualTo(OutgoingProxy.NONE);
    }
    assertThat(proxies.of("http", "host.example", 8080)).isEqualTo(OutgoingProxy.NONE);
    for (var other : List.of("xcorp.example", "11.0.0.1", "host.example", "fd00::2")) {
      assertThat(proxies.of("http", other, 80)).as(other).isNotEqualTo(OutgoingProxy.NONE);
    }
  }

  @Test
  void fileReplacesTheProxiesOfTheEnvironment() throws IOException {
    var environment = Map.of("ALL_PROXY", "socks5://env:1", "no_proxy", "*");
    assertThat(
            settings("feeds: []", Map.of("ALL_PROXY", "socks5://env:1"))
                .polling()
                .proxies()
                .of("http", "a", 80))
        .hasToString("socks5://env:1");
    assertThat(settings("feeds: []", environment).polling().proxies().of("http", "a", 80))
        .isEqualTo(OutgoingProxy.NONE);
    assertThat(
            settings("{feeds: [], polling: {proxy: none}}", Map.of("ALL_PROXY", "http://env:1"))
                .polling()
                .proxies()
                .of("http", "a", 80))
        .isEqualTo(OutgoingProxy.NONE);
    assertThat(
            settings(
                    "{feeds: [], polling: {proxy: \"http://file:1\"}}",
                    Map.of("ALL_PROXY", "http://env:1", "NO_PROXY", "near"))
                .polling()
                .proxies())
        .satisfies(it -> assertThat(it.of("http", "far", 80)).hasToString("http://file:1"))
        .satisfies(it -> assertThat(it.of("http", "near", 80)).isEqualTo(OutgoingProxy.NONE));
    var broken = read("feeds: []", Map.of("HTTPS_PROXY", "s3cret that is no address"));
    assertThat(broken).isInstanceOf(Loaded.Invalid.class);
    assertThat(broken.faults().getFirst().message()).contains("HTTPS_PROXY").doesNotContain("s3c");
  }

  @Test
  void feedsHaveTheirOwnOptionsAndThoseOfDefaults() throws IOException {
    var settings =
        settings(
            """
            defaults:
              - { tags: slow, timeout: 2m, enabled: false }
              - { proxy: "socks5://all:1", cookies: within-exchange, updates: ignore }
            feeds:
              - https://a.example/
              - { url: https://b.example/, tags: slow, proxy: none, updates: apply, max-size: 50MiB }
              - url: https://c.example/
                method: POST
                body: |
                  {"q": 1,
                   "n": 2}
                id-by: title
                ignore-cache: true
                was: [https://old.example/feed, https://older.example/]
            """,
            Map.of());
    var a = settings.subscriptions().get(0);
    var b = settings.subscriptions().get(1);
    var c = settings.subscriptions().get(2);

    assertThat(a.transport().proxy().orElseThrow()).hasToString("socks5://all:1");
    assertThat(a.transport().cookies()).isTrue();
    assertThat(a.entryOptions()).isEqualTo(new EntryOptions(IdBy.GUID, false));
    assertThat(a.enabled()).isTrue();
    assertThat(b.transport().proxy()).hasValue(OutgoingProxy.NONE);
    assertThat(b.transport().timeout()).hasValue(Duration.ofMinutes(2));
    assertThat(b.transport().maxSize()).hasValue(50L << 20);
    assertThat(b.entryOptions()).isEqualTo(EntryOptions.USUAL);
    assertThat(b.enabled()).isFalse();
    assertThat(c.transport().body().orElseThrow().value()).isEqualTo("{\"q\": 1,\n \"n\": 2}\n");
    assertThat(c.transport().ignoresCache()).isTrue();
    assertThat(c.entryOptions().idBy()).isEqualTo(IdBy.TITLE);
    assertThat(c.was()).first().isEqualTo(URI.create("https://old.example/feed"));
    assertThat(c.id().value()).startsWith("old-example");
    assertThat(c.toString()).doesNotContain("\"q\"");
  }

  @Test
  void certificatesAreReadBesideTheFile() throws Exception {
    var authority = new Authority(folder.resolve("keys"));
    Files.createDirectories(folder.resolve("more"));
    Files.writeString(folder.resolve("more/ca.pem"), authority.pem());
    Files.writeString(
        folder.resolve("more/a.yml"), "feeds: [{ url: https://a.example/, tls: { ca: ca.pem } }]");
    var loaded = (Loaded.Valid) read("{ feeds: [], include: [more/a.yml] }", Map.of());

    assertThat(loaded.settings().subscriptions().getFirst().transport().trust())
        .hasValue(new Trust.Authorities(authority.pem()));
    assertThat(loaded.files()).anyMatch(file -> file.endsWith("ca.pem"));

    Files.writeString(folder.resolve("none.pem"), "no certificate");
    assertThat(faults("feeds: [{ url: https://a.example/, tls: { ca: none.pem } }]"))
        .startsWith("1:47 expected a file with certificates in PEM form, but this file contains");
    assertThat(faults("feeds: [{ url: https://a.example/, tls: { ca: missing.pem } }]"))
        .contains("this file cannot be read");
  }

  @Test
  void contradictionsAreFaults() throws IOException {
    assertThat(faults("feeds: [{ url: https://a.example/, method: POST }]"))
        .isEqualTo("1:44 \"method: POST\" needs the key \"body\"");
    assertThat(faults("feeds: [{ url: https://a.example/, body: x }]"))
        .isEqualTo("1:42 \"body\" has no effect without method: POST");
    assertThat(faults("feeds: [{ url: https://a.example/, was: [https://a.example/] }]"))
        .isEqualTo("1:41 \"was\" contains the present address");
    assertThat(
            faults(
                """
                feeds:
                  - https://a.example/
                  - { url: https://b.example/, was: [https://a.example/] }
                """))
        .contains("3:", "also belongs to the feed at");
  }
}
