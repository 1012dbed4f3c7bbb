package io.feedloom.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import io.feedloom.feed.Rendered;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageTest {
  @BeforeAll
  static void loadBrotli() {
    Brotli4jLoader.ensureAvailability();
  }

  private static Page page(String text) {
    var rendered =
        new Rendered(text.getBytes(StandardCharsets.UTF_8), "text/plain", "0123", Optional.empty());
    return Page.of(rendered, new Page.Caching("public", Optional.empty(), true));
  }

  @ParameterizedTest
  @EnumSource
  void documentIsCompressedOncePerCoding(Encoding encoding) {
    var page = page("some text, ".repeat(100));

    assertThat(page.in(encoding)).isSameAs(page.in(encoding));
  }

  @Test
  void differenceIsMadeOncePerEdition() {
    var whole = page("whole");

    var made = whole.deltaSince("old", it -> it.delta(page("news").plain()));
    assertThat(whole.deltaSince("old", _ -> page("other"))).isSameAs(made);
    assertThat(made.status()).isEqualTo(226);
    assertThat(made.plain().etag()).isEqualTo(whole.plain().etag());
  }
}
