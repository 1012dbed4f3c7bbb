package io.feedloom.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs if the environment names a folder of saved pages. They are too large for this repository.
 */
@EnabledIfEnvironmentVariable(named = "FEEDLOOM_FULLTEXT", matches = ".+")
class FulltextIT {
  /** Just below the measured scores. */
  private static final Map<String, Double> FLOORS =
      Map.of(
          "aeb", 0.966,
          "mozilla", 0.956,
          "segments", 0.931,
          "segments title", 0.91,
          "segments date", 0.88,
          "segments author", 0.69,
          "mozilla date", 0.94,
          "mozilla author", 0.72,
          "mozilla title", 0.73);

  @TempDir Path scratch;

  @Test
  void noSuiteIsExtractedWorseThanBefore() throws Exception {
    var cases = FulltextCases.at(folder());
    var score = new FulltextScore();
    for (var each : cases.cases()) {
      var article =
          ArticleExtractor.extract(
              cases.page(each), cases.type(each), FulltextCases.address(each), ExtractOptions.NONE);
      cases.score(score, each, article);
    }
    assertThat(FLOORS)
        .allSatisfy(
            (name, floor) ->
                assertThat(score.of(name)).as("%s%n%s", name, score).isGreaterThanOrEqualTo(floor));
  }

  /** Returns the folder with the cases, after unpacking it if there is only the archive. */
  private Path folder() throws IOException, InterruptedException {
    var named = Path.of(System.getenv("FEEDLOOM_FULLTEXT"));
    if (Files.exists(named.resolve("cases.jsonl"))) {
      return named;
    }
    var unpack =
        new ProcessBuilder("tar", "xf", named.resolve("fulltext-a.tar.xz").toString())
            .directory(scratch.toFile())
            .inheritIO()
            .start();
    assertThat(unpack.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(unpack.exitValue()).isZero();
    return scratch.resolve("fulltext-a");
  }
}
