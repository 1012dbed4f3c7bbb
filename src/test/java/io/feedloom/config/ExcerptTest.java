package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static String shown(String text, int line) {
    return Excerpt.of(text.lines().toList(), new Fault("feeds.yml", line, 1, "no address", ""));
  }

  @Test
  void lineIsShownUnchanged() {
    assertThat(shown("feeds:\n  - { url: nonsense, tags: [a] }\n", 2))
        .isEqualTo("  - { url: nonsense, tags: [a] }");
    assertThat(shown("feeds:\n", 2)).isEmpty();
    assertThat(shown("feeds:\n", 0)).isEmpty();
  }

  @Test
  void possibleSecretsAreHidden() {
    assertThat(shown("server: { port: x, admin-token: hunter2 }", 1))
        .isEqualTo("server: { port: x, admin-token: •••");
    assertThat(shown("- auth: { basic: { user: a, password: hunter2 } }", 1))
        .isEqualTo("- auth: •••");
    assertThat(shown("- url: https://me:hunter2@x.example/?key=hunter2&n=hunter2", 1))
        .isEqualTo("- url: https://•••@x.example/?key=•••&n=•••");
    assertThat(shown("storage: { url: \"jdbc:h2:./x;CIPHER=hunter2\" }", 1))
        .isEqualTo("storage: { url: \"jdbc:h2:./x;CIPHER=•••\" }");
  }

  @Test
  void valuesBelowASecretKeyAreHidden() {
    var text =
        "keys:\n  alice: hunter2\n\n  bob: hunter2\nfeeds:\n  - headers:\n      X: hunter2\n";
    for (int line : List.of(2, 4, 7)) {
      assertThat(shown(text, line).strip()).isEqualTo("•••");
    }
    assertThat(shown(text, 5)).isEqualTo("feeds:");
  }

  @Test
  void behindAMisspeltKeyNothingIsShown() {
    var fault = new Fault("feeds.yml", 1, 3, "unknown key \"admin-tokne\"", "");
    assertThat(Excerpt.of(List.of("  admin-tokne: hunter2"), fault))
        .isEqualTo("  admin-tokne: •••");
    assertThat(Excerpt.of(List.of("  - { url: http://x.example/, passwrd: hunter2 }"), fault))
        .doesNotContain("hunter2");
  }
}
