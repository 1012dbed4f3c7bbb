package io.feedloom.extract;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Extracts the articles of the pages of a folder, and prints how good and how fast that is. */
public final class FulltextRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FulltextRun() {}

  /**
   * Prints the scores, and those of Readability4J for comparison.
   *
   * @param args the folder, and optionally where to write what was extracted
   */
  public static void main(String[] args) throws IOException {
    var cases = FulltextCases.at(Path.of(args[0]));
    if (!Boolean.getBoolean("fulltext.once")) {
      cases.cases().forEach(each -> extract(cases, each)); // so that all code is compiled
    }
    var score = new FulltextScore();
    var seen = new FulltextScore();
    var unseen = new FulltextScore();
    var times = new ArrayList<Double>();
    for (var each : cases.cases()) {
      long begin = cpu();
      var article = extract(cases, each);
      times.add((cpu() - begin) / 1e6);
      cases.score(score, each, article);
      cases.score(FulltextCases.isSeen(each) ? seen : unseen, each, article);
      if (args.length > 1) {
        write(Path.of(args[1]), each.path("id").asString(), article);
      }
    }
    System.out.print("Feedloom\n" + score);
    System.out.print("\nThe half of the sites that the rules were developed on\n" + seen);
    System.out.print("\nThe other half\n" + unseen + "\n");
    System.out.println(times(times));
    if (!Boolean.getBoolean("fulltext.alone")) {
      compare(cases);
    }
  }

  private static void compare(FulltextCases cases) {
    var score = new FulltextScore();
    var times = new ArrayList<Double>();
    int failed = 0;
    for (var each : cases.cases()) {
      var result = ReferenceExtractor.extract(cases, each);
      result.ifPresent(found -> times.add(found.milliseconds()));
      failed += result.isEmpty() ? 1 : 0;
      cases.scoreText(score, each, result.map(ReferenceExtractor.Result::html).orElse(""));
    }
    System.out.print("\nReadability4J, " + failed + " pages failed\n" + score);
    System.out.println(times(times));
  }

  private static ExtractedArticle extract(FulltextCases cases, JsonNode each) {
    return ArticleExtractor.extract(
        cases.page(each), cases.type(each), FulltextCases.address(each), ExtractOptions.NONE);
  }

  private static void write(Path folder, String id, ExtractedArticle article) throws IOException {
    var file = folder.resolve(id + ".html");
    Files.createDirectories(file.getParent());
    Files.writeString(file, article.html());
    var meta = JSON.createObjectNode();
    article.title().ifPresent(title -> meta.put("title", title));
    article.date().ifPresent(date -> meta.put("date", date));
    article.authors().forEach(meta.withArray("author")::add);
    Files.writeString(folder.resolve(id + ".json"), meta.toString());
  }

  private static String times(List<Double> times) {
    Collections.sort(times);
    return String.format(
        Locale.ROOT,
        "CPU ms a page: median %.1f, p99 %.1f, max %.1f",
        times.get(times.size() / 2),
        times.get(times.size() * 99 / 100),
        times.getLast());
  }

  static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
