package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void theReadmeShowsEveryOptionAsItIsDeclared() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(
            "<!-- options -->\n" + FeedsSchema.optionsTable().strip() + "\n<!-- /options -->");
  }
}
