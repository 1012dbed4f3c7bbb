package io.feedloom.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a node does while its own file is older than the configuration in force. */
enum OlderFile {
  /** It takes part in all work, with the newer configuration. */
  USE_NEWER,
  /** It only serves the newer configuration. */
  ONLY_SERVE;

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of the command line. */
  static final class Choices implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(OlderFile::word).iterator();
    }
  }

  /** Reads the words of the command line. */
  static final class Reader implements ITypeConverter<OlderFile> {
    @Override
    public OlderFile convert(String word) {
      return Arrays.stream(values())
          .filter(value -> value.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of "
                          + List.of(USE_NEWER.word(), ONLY_SERVE.word())
                          + ", not '"
                          + word
                          + "'"));
    }
  }
}
