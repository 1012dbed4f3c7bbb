package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Cleaning.Part;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code clean}, in general and of one feed. */
class CleanOptionTest {
  @TempDir private Path path;

  private Cleaning cleaning(String general, String own) {
    return new AdminFolder(path)
        .write("feeds.yml", general + "feeds: [{ url: 'https://e.org/', " + own + " }]\n")
        .settings()
        .subscriptions()
        .getFirst()
        .cleaning();
  }

  private List<Part> parts(String general, String own) {
    var cleaning = cleaning(general, own);
    return Arrays.stream(Part.values()).filter(cleaning::does).toList();
  }

  @Test
  void everythingIsCleanedUnlessSwitchedOff() {
    assertThat(parts("", "title: E")).containsExactly(Part.values());
    assertThat(parts("", "clean: true")).containsExactly(Part.values());
    assertThat(parts("", "clean: false")).isEmpty();
    assertThat(parts("", "clean: { tracking: false, share: false }"))
        .containsExactly(Part.LAZY_IMAGES, Part.PIXELS);
    assertThat(parts("", "clean: { lazy-images: false, pixels: false }"))
        .containsExactly(Part.TRACKING, Part.SHARE);
  }

  @Test
  void feedInheritsWhatItDoesNotChoose() {
    assertThat(parts("clean: false\n", "title: E")).isEmpty();
    assertThat(parts("clean: false\n", "clean: { tracking: true }")).containsExactly(Part.TRACKING);
    assertThat(parts("clean: { pixels: false }\n", "clean: { share: false }"))
        .containsExactly(Part.LAZY_IMAGES, Part.TRACKING);
    assertThat(parts("clean: false\n", "clean: true")).containsExactly(Part.values());
  }

  @Test
  void faultsNameThePlace() {
    var folder =
        new AdminFolder(path)
            .write(
                "feeds.yml",
                "clean: { track: false }\nfeeds: [{ url: 'https://e.org/', clean: sometimes }]\n");
    assertThat(folder.faults())
        .containsExactly(
            "feeds.yml:1:10: unknown key \"track\" – did you mean \"tracking\"?",
            "feeds.yml:2:41: expected true, false, or a mapping of what to clean, but found"
                + " something else");
  }
}
