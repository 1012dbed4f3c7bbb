package io.feedloom.extract;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.dankito.readability4j.Readability4J;
import tools.jackson.databind.JsonNode;

/** Extracts articles with Readability4J, as a reference for the scores of this extractor. */
final class ReferenceExtractor {
  /** It does not end on some pages. */
  private static final int SECONDS = 20;

  private ReferenceExtractor() {}

  /** What was extracted, and the CPU time it took. */
  record Result(String html, double milliseconds) {}

  /** Returns the content of a page, or nothing if it takes too long or fails. */
  static Optional<Result> extract(FulltextCases cases, JsonNode each) {
    var html = PageCharset.decode(cases.page(each), cases.type(each));
    var address = FulltextCases.address(each).toString();
    var task =
        new FutureTask<>(
            () -> {
              long begin = FulltextRun.cpu();
              var content = new Readability4J(address, html).parse().getContent();
              return new Result(
                  Objects.requireNonNullElse(content, ""), (FulltextRun.cpu() - begin) / 1e6);
            });
    // A thread that does not end is left behind, and ends with the program.
    Thread.ofPlatform().daemon().start(task);
    try {
      return Optional.of(task.get(SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
