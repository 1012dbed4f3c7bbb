package io.feedloom.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir private Path folder;

  @Test
  void storeWithoutItsLibraryDoesNotOpen() throws Exception {
    var missing = folder.resolve("missing");
    var child =
        Child.start(
            List.of("-Djava.io.tmpdir=" + missing),
            Child.class,
            "grow",
            "jdbc:h2:" + folder.resolve("feedloom"));

    assertThat(Child.line(child))
        .contains("Zstandard cannot be loaded", missing.toString(), "-Djava.io.tmpdir=FOLDER");
    assertThat(child.waitFor()).isZero();
  }
}
