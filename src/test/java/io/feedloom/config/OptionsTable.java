package io.feedloom.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the table of options into {@code docs/configure.md}. */
public final class OptionsTable {
  static final Path PAGE = Path.of("docs/configure.md");
  private static final String BEGIN = "<!-- options -->\n";
  private static final String END = "\n<!-- /options -->";

  private OptionsTable() {}

  /** Replaces the table in the page, in the working directory. */
  public static void main(String[] args) throws IOException {
    var page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END, begin);
    if (begin < 0 || end < 0) {
      throw new IOException(PAGE + " has no place for the table between its two comments");
    }
    Files.writeString(
        PAGE, page.substring(0, begin) + table() + page.substring(end + END.length()));
  }

  /** Returns the table between its two comments, as the page must contain it. */
  static String table() {
    return BEGIN + FeedsSchema.optionsTable().strip() + END;
  }
}
