package io.feedloom.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Crawls the server through a real nginx that serves it below a path. */
class NginxTest {
  private static final Path NGINX = Path.of("/usr/sbin/nginx");
  private static final Duration START = Duration.ofSeconds(20);
  private static final String FEEDS =
      """
      feeds:
        - { id: a, url: "https://a.example/", tags: [java, "c++"] }
        - { id: b, url: "https://b.example/", tags: [news] }
      streams: { jvm: { tags: [java] } }
      """;

  /** References in pages, in XML and in JSON. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:href|src|action|data-events|data-entries|xmlUrl|htmlUrl|url)=\"([^\"]*)\""
              + "|\"(?:next_url|feed_url|home_page_url|next|source|url)\": ?\"([^\"]*)\""
              + "|<(?:link|comments)>([^<]*)</");

  private static final Pattern LINK_FIELD = Pattern.compile("<([^>]*)>");

  @TempDir private Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Served served;
  private Process nginx;
  private int keeps;
  private int removes;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(NGINX), "nginx is not installed");
    served = new Served(folder, FEEDS);
    for (int i = 0; i < 60; i++) {
      served.arrive("a", "Alpha " + i, i + 1);
      served.arrive("b", "Beta " + i, i + 1);
    }
    keeps = freePort();
    removes = freePort();
    var conf = Files.writeString(folder.resolve("nginx.conf"), conf());
    nginx =
        new ProcessBuilder(NGINX.toString(), "-p", folder.toString(), "-c", conf.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    long deadline = System.nanoTime() + START.toNanos();
    while (!listens(keeps) || !listens(removes)) {
      assertThat(nginx.isAlive() && System.nanoTime() < deadline)
          .as(() -> "nginx started: " + log())
          .isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("nginx.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    if (nginx != null) {
      nginx.destroy();
      nginx.waitFor();
    }
    if (served != null) {
      served.close();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** One port keeps the prefix of the path, the other removes it. */
  private String conf() {
    return """
    %1$s
    daemon off;
    master_process off;
    pid %2$s/nginx.pid;
    error_log %2$s/error.log;
    events { worker_connections 256; }
    http {
      access_log off;
      client_body_temp_path %2$s/t1; proxy_temp_path %2$s/t2; fastcgi_temp_path %2$s/t3;
      uwsgi_temp_path %2$s/t4; scgi_temp_path %2$s/t5;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Prefix /planet;
      proxy_http_version 1.1;
      proxy_buffering off;
      server {
        listen 127.0.0.1:%3$d;
        location /planet { proxy_pass http://127.0.0.1:%5$d; }
      }
      server {
        listen 127.0.0.1:%4$d;
        location /planet/ { proxy_pass http://127.0.0.1:%5$d/; }
      }
    }
    """
        .formatted(
            System.getProperty("user.name").equals("root") ? "user root;" : "",
            folder,
            keeps,
            removes,
            served.port());
  }

  private HttpResponse<String> ask(String method, String url, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void use(String how, int port) {
    if (how.equals("public-url")) {
      served.use("public-url: http://127.0.0.1:" + port + "/planet\n" + FEEDS, "");
    } else {
      served.use(FEEDS, "127.0.0.1");
    }
  }

  private static Set<String> references(HttpResponse<String> answer) {
    var found = new LinkedHashSet<String>();
    REFERENCE
        .matcher(answer.body())
        .results()
        .forEach(
            match -> {
              for (int i = 1; i <= match.groupCount(); i++) {
                if (match.group(i) != null) {
                  found.add(match.group(i).replace("&amp;", "&"));
                }
              }
            });
    answer.headers().allValues("link").stream()
        .flatMap(field -> LINK_FIELD.matcher(field).results())
        .forEach(match -> found.add(match.group(1)));
    answer.headers().firstValue("location").ifPresent(found::add);
    found.removeIf(
        to -> to.isEmpty() || to.startsWith("#") || to.matches("(?:https://[ab]\\.|data:).*"));
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "public-url, true",
    "public-url, false",
    "X-Forwarded-Prefix, true",
    "X-Forwarded-Prefix, false"
  })
  void noReferenceLeavesThePrefix(String how, boolean kept) {
    int port = kept ? keeps : removes;
    use(how, port);
    var base = URI.create("http://127.0.0.1:" + port + "/planet/");
    var seen = new TreeSet<String>();
    var next =
        new ArrayDeque<>(
            List.of(
                base.toString(),
                base + "status/admin",
                base + "opml",
                base + "openapi.json",
                base + "status.atom",
                base + "api/v1/feeds",
                base + "api/v1/incidents"));
    while (!next.isEmpty() && seen.size() < 300) {
      var url = next.remove();
      if (!seen.add(url)
          || url.contains("/events")
          || url.contains("/refresh")
          || url.contains("/reload")
          || url.endsWith("/hub")) {
        continue;
      }
      var answer = ask("GET", url, "Accept", "text/html, */*", "Authorization", "Bearer letmein");
      assertThat(answer.statusCode()).as(url).isIn(200, 301, 308);
      for (var to : references(answer)) {
        var target = base.resolve(URI.create(url)).resolve(to).toString();
        assertThat(target + "/").as("a reference of %s", url).startsWith(base.toString());
        next.add(target);
      }
    }
    assertThat(seen)
        .hasSizeGreaterThan(100)
        .anyMatch(url -> url.matches(".*/planet/assets/.*css"))
        .anyMatch(url -> url.contains("/planet/status/sources/a"))
        .anyMatch(url -> url.contains("/planet/api/v1/entries"))
        .anyMatch(url -> url.endsWith("/planet/hub"))
        .anyMatch(url -> url.contains("/planet/tags/c%2B%2B"));
  }

  @ParameterizedTest
  @CsvSource({
    "public-url, true",
    "public-url, false",
    "X-Forwarded-Prefix, true",
    "X-Forwarded-Prefix, false"
  })
  void formsAndEventsWorkBelowThePrefix(String how, boolean kept) throws IOException {
    int port = kept ? keeps : removes;
    use(how, port);
    var origin = "http://127.0.0.1:" + port;

    var form =
        ask(
            "POST",
            origin + "/planet/status/reload",
            "Authorization",
            "Bearer letmein",
            "Origin",
            origin);
    assertThat(form.statusCode()).isEqualTo(303);
    assertThat(URI.create(origin).resolve(form.headers().firstValue("location").orElseThrow()))
        .hasToString(origin + "/planet/status/admin?said=reloaded");

    try (var listener = new Listener(port, "/planet/api/v1/events", "")) {
      served.arrive("a", "Live", 0);
      assertThat(listener.next("data:")).contains("Live");
    }
  }

  @Test
  void hostOfTheProxysClientCannotEnterPagesOfOthers() {
    use("public-url", keeps);
    for (int i = 0; i < 2; i++) {
      var answer = ask("GET", "http://127.0.0.1:" + keeps + "/planet/feed.atom");
      assertThat(answer.body()).contains("href=\"http://127.0.0.1:" + keeps + "/planet/feed.atom");
      assertThat(
              ask(
                      "GET",
                      "http://127.0.0.1:" + keeps + "/planet/feed.atom",
                      "Forwarded",
                      "host=evil.example;proto=https",
                      "X-Forwarded-Server",
                      "evil.example",
                      "X-Original-URL",
                      "/evil")
                  .body())
          .isEqualTo(answer.body());
    }
  }
}
