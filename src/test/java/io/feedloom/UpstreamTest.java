package io.feedloom;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of what publishers get from us names tests that are there. */
class UpstreamTest {
  private static final PointTable TABLE = new PointTable(Path.of("docs/upstream.md"));

  @Test
  void everyTestThatTheTableNamesIsThere() throws IOException {
    TABLE.namesTestsThatAreThere(80);
  }

  @Test
  void everyPointHasATest() throws IOException {
    TABLE.hasATestForEachPoint();
  }
}
