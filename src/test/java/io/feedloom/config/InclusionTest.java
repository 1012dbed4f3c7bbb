package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InclusionTest {
  @TempDir private Path temporary;
  private AdminFolder folder;

  @BeforeEach
  void open() {
    folder = new AdminFolder(temporary);
  }

  private static String feed(String host) {
    return "feeds: [https://" + host + ".example/]\n";
  }

  @Test
  void feedsOfAFileComeBeforeItsIncludes() {
    folder
        .write("feeds.yml", feed("a") + "include: [b.yml, e.yaml]\n")
        .write("b.yml", "include: [sub/c.yml, sub/d.yml]\n" + feed("b"))
        .write("sub/c.yml", feed("c"))
        .write("sub/d.yml", feed("d"))
        .write("e.yaml", feed("e"));

    assertThat(folder.addresses())
        .containsExactly(
            "https://a.example/",
            "https://b.example/",
            "https://c.example/",
            "https://d.example/",
            "https://e.example/");
  }

  @Test
  void pathsAreRelativeToTheFileThatNamesThem() {
    folder
        .write("feeds.yml", "feeds: []\ninclude: [one/a.yml]\n")
        .write("one/a.yml", "include: [two/b.yml, ../c.yml]\n")
        .write("one/two/b.yml", feed("b"))
        .write("c.yml", feed("c"));

    assertThat(folder.addresses()).containsExactly("https://b.example/", "https://c.example/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "more/*.yml          | a b",
        "more/?.y*ml         | a b c",
        "more/[ac].*         | a c",
        "more/{a,c}.{yml,yaml} | a c",
        "more/**/*.yml       | a b d e",
        "**/e.yml            | e",
        "*/*/e.yml           | ",
        "more/.hidden/*.yml  | f",
        "more/.*/*.yml       | f",
      })
  void patternNamesFiles(String pattern, String found) {
    folder
        .write("more/b.yml", feed("b"))
        .write("more/a.yml", feed("a"))
        .write("more/c.yaml", feed("c"))
        .write("more/.d.yml", "not: read")
        .write("more/deep/d.yml", feed("d"))
        .write("more/deep/er/e.yml", feed("e"))
        .write("more/.hidden/f.yml", feed("f"))
        .write("feeds.yml", "feeds: []\ninclude: [\"" + pattern + "\"]\n");
    if (found == null) {
      assertThat(folder.faults()).containsExactly("feeds.yml:2:11: this include matches no file");
    } else {
      assertThat(String.join(" ", folder.addresses()))
          .isEqualTo(found.replaceAll("\\w", "https://$0.example/"));
    }
  }

  @Test
  void fileNameThatLooksLikeAPatternIsTheFile() {
    folder
        .write("feeds.yml", "feeds: []\ninclude: [\"more[1].yml\"]\n")
        .write("more[1].yml", feed("a"));

    assertThat(folder.addresses()).containsExactly("https://a.example/");
  }

  @Test
  void fileIncludedSeveralTimesIsReadOnce() throws IOException {
    folder
        .write("feeds.yml", "feeds: []\ninclude: [a.yml, a.yml, \"*.yml\", ./a.yml, link.yml]\n")
        .write("a.yml", "include: [feeds.yml, b.yml, a.yml]\n" + feed("a"))
        .write("b.yml", "include: [a.yml]\n" + feed("b"));
    Files.createSymbolicLink(temporary.resolve("link.yml"), Path.of("b.yml"));

    assertThat(folder.addresses()).containsExactly("https://a.example/", "https://b.example/");
  }

  @Test
  void longChainOfIncludesIsReadToItsEnd() {
    folder.write("feeds.yml", "feeds: []\ninclude: [f0.yml]\n");
    for (int i = 0; i < 2_000; i++) {
      folder.write("f" + i + ".yml", "include: [f" + (i + 1) + ".yml]\n");
    }
    folder.write("f2000.yml", feed("last"));

    assertThat(folder.addresses()).containsExactly("https://last.example/");
  }

  @Test
  void faultsOfAllFilesAreReported() {
    folder
        .write("feeds.yml", "feeds: [x]\ninclude: [b.yml, c.opml, d.yml]\n")
        .write("b.yml", "feeds: []\ntitle: nope\n")
        .write("c.opml", "<opml><body><outline xmlUrl='x'/></body></opml>")
        .write("d.yml", "feeds: [\n");

    assertThat(folder.faults())
        .containsExactly(
            "b.yml:2:1: unknown key \"title\"; allowed here: feeds, include",
            "c.opml:1:13: expected an http or https address in xmlUrl, but it does not begin with"
                + " http:// or https://",
            "d.yml:2:1: the file ends here, but a bracket is not closed",
            "feeds.yml:1:9: expected an http or https address, but it does not begin with http://"
                + " or https://");
  }

  @Test
  void feedInTwoYamlFilesIsAFaultThatNamesBoth() {
    folder
        .write("feeds.yml", feed("a") + "include: [b.yml, c.opml]\n")
        .write("b.yml", "feeds:\n  - HTTPS://A.example\n")
        .write("c.opml", "<opml><body>\n<outline xmlUrl='https://a.example'/></body></opml>");

    assertThat(folder.faults())
        .containsExactly("b.yml:2:5: this feed is already listed at feeds.yml:1:9");
  }

  @Test
  void impossibleIncludesAreFaultsAtTheirPlaces() throws IOException {
    Files.createDirectory(temporary.resolve("sub"));
    folder
        .write("notes.txt", "")
        .write("empty.yml", "{}")
        .write(
            "feeds.yml",
            """
            feeds: []
            include:
              - gone.yml
              - sub/*.yml
              - sub
              - notes.txt
              - ftp://a.example/x.opml
              - "[.yml"
              - empty.yml
              - ""
            """);

    assertThat(folder.faults())
        .containsExactly(
            "empty.yml:1:1: expected feeds, include or both: an included file has no other keys,"
                + " but found 0 of them",
            "feeds.yml:3:5: this include was not found",
            "feeds.yml:4:5: this include matches no file",
            "feeds.yml:5:5: this include is a folder; append /*.yml to include the files in it",
            "feeds.yml:6:5: this include names a file whose name does not end in .yml, .yaml or"
                + " .opml",
            "feeds.yml:7:5: expected a file, a pattern such as more/*.yml, or the address of an"
                + " OPML list, but it does not begin with http:// or https://",
            "feeds.yml:8:5: this include is not a valid pattern: Missing ']",
            "feeds.yml:10:5: expected a file, a pattern such as more/*.yml, or the address of an"
                + " OPML list, but it is empty");
  }

  @Test
  void everyReadFileAndFolderIsNamed() {
    folder
        .write("feeds.yml", "feeds: []\ninclude: [more/*.yml, gone.yml, list.opml]\n")
        .write("more/a.yml", feed("a"))
        .write("list.opml", "<opml/>");

    assertThat(folder.read(Map.of()).files())
        .containsExactlyInAnyOrder(
            temporary.resolve("feeds.yml"),
            temporary.resolve("more"),
            temporary.resolve("more/a.yml"),
            temporary.resolve("gone.yml"),
            temporary.resolve("list.opml"));
  }

  @Test
  void linksThatRunInCirclesEnd() throws IOException {
    folder.write("sub/a.yml", feed("a")).write("feeds.yml", "feeds: []\ninclude: [sub/**/*.yml]\n");
    Files.createSymbolicLink(temporary.resolve("sub/again"), temporary.resolve("sub"));

    assertThat(folder.addresses()).containsExactly("https://a.example/");
  }
}
