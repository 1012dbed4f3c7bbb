package io.feedloom.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A real browser, started once for all tests of a run: the system's own chromium. */
final class Chromium {
  private static final List<String> PLACES =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  /** It runs as root in containers, and is to ask nothing of the network. */
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private static final int PATIENCE_MILLIS = 8_000;

  private static final class Started {
    static final Playwright PLAYWRIGHT = playwright();
    static final Browser BROWSER =
        PLAYWRIGHT
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(executable()).setArgs(FLAGS));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(PLAYWRIGHT::close));
    }
  }

  private Chromium() {}

  private static Playwright playwright() {
    var environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    return Playwright.create(new Playwright.CreateOptions().setEnv(environment));
  }

  private static Path executable() {
    return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), PLACES.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no chromium: install it or name it in CHROMIUM"));
  }

  /** A browser window that remembers nothing of others; 1280 by 900 where nothing is said. */
  static BrowserContext window(Consumer<Browser.NewContextOptions> settings) {
    var options = new Browser.NewContextOptions().setViewportSize(1280, 900).setLocale("en-GB");
    settings.accept(options);
    var context = Started.BROWSER.newContext(options);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    return context;
  }

  static BrowserContext window() {
    return window(_ -> {});
  }
}
