package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Runs if the environment names a corpus. It is too large for this repository. */
@EnabledIfEnvironmentVariable(named = "FEEDLOOM_CORPUS", matches = ".+")
class CorpusIT {
  @Test
  void noKindOfDocumentIsReadWorseThanBefore() throws IOException {
    var report = Corpus.at(Path.of(System.getenv("FEEDLOOM_CORPUS"))).run();
    var floors = floors();
    assertThat(report.rates().keySet()).isSubsetOf(floors.stringPropertyNames());
    assertThat(report.rates())
        .allSatisfy(
            (kind, rate) ->
                assertThat(rate)
                    .as("%s%n%s", kind, report)
                    .isGreaterThanOrEqualTo(Double.parseDouble(floors.getProperty(kind))));
  }

  private static Properties floors() {
    var floors = new Properties();
    try (var in = CorpusIT.class.getResourceAsStream("corpus-floors.properties")) {
      floors.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return floors;
  }
}
