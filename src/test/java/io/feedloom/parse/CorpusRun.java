package io.feedloom.parse;

import java.nio.file.Path;

/** Runs the cases of a folder through the parser and prints how many of them come out right. */
public final class CorpusRun {
  private CorpusRun() {}

  /**
   * Prints the report.
   *
   * @param args the folder, and optionally where to write what was read
   */
  public static void main(String[] args) throws Exception {
    var corpus = Corpus.at(Path.of(args[0]));
    corpus.run(); // so that the time is that of a warm program
    var report = corpus.run();
    if (args.length > 1) {
      report.write(Path.of(args[1]));
    }
    System.out.print(report);
  }
}
