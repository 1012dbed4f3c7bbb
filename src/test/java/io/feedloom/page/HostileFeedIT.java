package io.feedloom.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.RunningFeedloom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed full of attacks, polled, stored and shown: the browser runs none of it. */
class HostileFeedIT {
  /** Triggers every element from the feed as a reader might do by accident. */
  private static final String TOUCH =
      """
      () => {
        const events = ['click', 'mouseover', 'pointerenter', 'focus', 'blur', 'keyup', 'toggle',
          'error', 'load', 'animationstart', 'begin', 'close'];
        for (const element of document.querySelectorAll('article, article *')) {
          for (const name of events.slice(1)) {
            element.dispatchEvent(new Event(name, {bubbles: true, cancelable: true}));
          }
        }
        return [...document.querySelectorAll('article *')].flatMap(element =>
          [...element.attributes]
            .filter(a => /^on/i.test(a.name) || a.name === 'style' || a.name === 'srcdoc'
              || /^(href|src|action|formaction|data|poster|xlink:href)$/.test(a.name)
                && !/^(https?:|mailto:|tel:|\\/|data:image\\/(png|gif|jpeg|webp);)/.test(a.value))
            .map(a => element.tagName + ' ' + a.name + '=' + a.value));
      }
      """;

  /** In a URL: {@code "><img src=x onerror=hit()>}. */
  private static final String ATTACK = "%22%3E%3Cimg%20src=x%20onerror=hit()%3E";

  private static final Publisher PUBLISHER = Publisher.start();
  private static RunningFeedloom feedloom;

  @BeforeAll
  static void poll(@TempDir Path folder) throws Exception {
    PUBLISHER.on("/hostile", Answer.feed(Payloads.feed()));
    var config =
        Files.writeString(
            folder.resolve("feeds.yml"),
            """
            server: { admin-token: let-me-in }
            polling: { allow-addresses: [127.0.0.0/8] }
            feeds:
              - { id: hostile, url: %s, tags: [hostile], categories: as-tags }
            """
                .formatted(PUBLISHER.uri("/hostile")));
    feedloom = RunningFeedloom.start(config);
    feedloom.await(
        "a hundred entries",
        () -> feedloom.get("/api/v1/feeds/hostile").body().contains("\"entries\":100"));
  }

  @AfterAll
  static void close() {
    feedloom.close();
    PUBLISHER.close();
  }

  @Test
  void hundredPayloadsAreStored() {
    assertThat(Payloads.all()).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void noPayloadRunsWithThePolicy() {
    assertThat(hits(false)).isEmpty();
  }

  @Test
  void noPayloadRunsWithoutThePolicy() {
    assertThat(hits(true)).isEmpty();
  }

  private static List<String> hits(boolean bypassPolicy) {
    var hits = new CopyOnWriteArrayList<String>();
    try (var window =
        Chromium.window(
            options -> options.setBypassCSP(bypassPolicy).setHttpCredentials("a", "let-me-in"))) {
      window.exposeFunction("hit", arguments -> hits.add("hit"));
      window.route(url -> !url.startsWith(feedloom.uri("/").toString()), route -> route.abort());
      var page = window.newPage();
      page.onDialog(dialog -> hits.add("dialog " + dialog.message()));
      for (String path :
          List.of(
              "/?limit=100",
              "/?limit=100&content=full",
              "/sources/hostile",
              "/status",
              "/status/sources/hostile",
              "/status/sources/hostile?q=" + ATTACK,
              "/?q=" + ATTACK,
              "/?limit=" + ATTACK,
              "/tags/" + ATTACK,
              "/streams/" + ATTACK)) {
        show(page, path);
        hits.addAll(touch(page));
      }
    }
    return new ArrayList<>(hits);
  }

  private static void show(Page page, String path) {
    page.navigate(feedloom.uri(path).toString());
    if (path.startsWith("/?limit=100")) {
      assertThat(page.locator("article").count()).isEqualTo(100);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> touch(Page page) {
    return (List<String>) page.evaluate(TOUCH);
  }

  @Test
  void executedPayloadIsDetected() {
    try (var window = Chromium.window(options -> options.setBypassCSP(true))) {
      var hits = new CopyOnWriteArrayList<String>();
      window.exposeFunction("hit", arguments -> hits.add("hit"));
      var page = window.newPage();
      page.navigate(feedloom.uri("/").toString());
      page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=hit()>')");
      page.waitForCondition(() -> !hits.isEmpty());
    }
  }
}
