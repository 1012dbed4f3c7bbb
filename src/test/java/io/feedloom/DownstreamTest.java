package io.feedloom;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of what readers get from us names tests that are there. */
class DownstreamTest {
  private static final PointTable TABLE = new PointTable(Path.of("docs/downstream.md"));

  @Test
  void everyTestThatTheTableNamesIsThere() throws IOException {
    TABLE.namesTestsThatAreThere(90);
  }

  @Test
  void everyPointHasATest() throws IOException {
    TABLE.hasATestForEachPoint();
  }
}
