package io.feedloom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on a page while one reads it. */
class ArrivalIT {
  private static final LocatorAssertions.HasTextOptions PATIENT =
      new LocatorAssertions.HasTextOptions().setTimeout(40_000);

  @Test
  void whatArrivesIsAnnouncedWhereItBelongsAndMovesNothing(@TempDir Path folder) throws Exception {
    try (var site = Site.open(folder);
        var window = Chromium.window()) {
      var java = window.newPage();
      java.navigate(site.url("/tags/java"));
      var asia = window.newPage();
      asia.navigate(site.url("/tags/asia"));
      var landfall =
          asia.locator("article").filter(new Locator.FilterOptions().setHasText("Landfall"));

      site.publishAtPort("p3", "Landfall");
      assertThat(asia.locator(".news a")).hasText("One new entry", PATIENT);
      assertThat(landfall).hasCount(0);
      assertThat(java.locator(".news a")).hasCount(0);

      asia.locator(".news a").click();
      assertThat(landfall).hasCount(1);
      assertThat(asia.locator(".news a")).hasCount(0);
    }
  }
}
