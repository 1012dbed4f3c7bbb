package io.feedloom.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|PAGE",
        "application/atom+xml|ATOM",
        "application/rss+xml, application/atom+xml;q=0.8|RSS",
        "application/atom+xml, application/rss+xml|ATOM",
        "application/feed+json|JSON",
        "application/json|JSON",
        "application/rss+xml, application/rdf+xml;q=0.8, application/atom+xml;q=0.6, "
            + "application/xml;q=0.4, text/xml;q=0.4|RSS",
        "application/xml|ATOM",
        "application/*|ATOM",
        "text/html;q=0.5, application/feed+json;q=0.6|JSON",
        "*/*|ATOM",
        "application/atom+xml;q=0, */*|RSS"
      })
  void clientGetsItsPreferredFormat(String accept, Negotiation expected) {
    assertThat(Negotiation.of(Optional.of(accept))).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "text/plain, video/*", "*/*;q=0"})
  void clientThatAcceptsNoFormatGetsNone(String accept) {
    assertThat(Negotiation.of(Optional.of(accept))).isEmpty();
  }

  @Test
  void withoutAcceptTheFormatIsAtom() {
    assertThat(Negotiation.of(Optional.empty())).contains(Negotiation.ATOM);
    assertThat(Negotiation.of(Optional.of(" "))).contains(Negotiation.ATOM);
  }
}
