package io.feedloom.render;

import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the fuzzer's seeds and findings, whole and cut. */
class FeedFuzzTest {
  private static final int CUTS = 40;

  @TestFactory
  Stream<DynamicTest> seedCutAnywhereThrowsNothing() throws IOException, URISyntaxException {
    return FeedFuzz.seeds().stream()
        .map(seed -> DynamicTest.dynamicTest(seed.getFileName().toString(), () -> run(seed)));
  }

  private static void run(Path seed) throws IOException {
    var bytes = Files.readAllBytes(seed);
    for (int cut = 0; cut <= CUTS; cut++) {
      var part = java.util.Arrays.copyOf(bytes, (int) ((long) bytes.length * cut / CUTS));
      assertThatNoException()
          .as("the first %s bytes", part.length)
          .isThrownBy(() -> FeedFuzz.fuzzerTestOneInput(part));
    }
  }
}
