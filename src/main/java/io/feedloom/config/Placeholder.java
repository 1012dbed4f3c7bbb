package io.feedloom.config;

import io.feedloom.feed.NativePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a value that is replaced: <code>${NAME}</code> by an environment variable, <code>
 * ${file:/run/secrets/x}</code> by the content of a file without the line break at its end.
 */
final class Placeholder {
  /** Matches a placeholder. */
  static final Pattern PATTERN =
      Pattern.compile("\\$\\{(?:file:(?<file>[^}\\s]+)|(?<name>[A-Za-z_][A-Za-z0-9_]*))}");

  /** How many bytes of a file are read at most. Secrets are far smaller. */
  private static final int MOST_BYTES = 64 * 1024;

  private Placeholder() {}

  /**
   * Returns what replaces the placeholder.
   *
   * @param in the file that contains the placeholder; a relative path starts from its folder
   * @throws InvalidValue if the variable is not set, or the file cannot be read
   */
  static String value(Matcher placeholder, Path in, Map<String, String> environment)
      throws InvalidValue {
    var file = placeholder.group("file");
    if (file != null) {
      return content(file, in);
    }
    var name = placeholder.group("name");
    return Optional.ofNullable(environment.get(name))
        .orElseThrow(() -> new InvalidValue("the environment variable " + name + " is not set"));
  }

  /** Returns what a placeholder names, for messages. */
  static String name(Matcher placeholder) {
    var file = placeholder.group("file");
    return file != null
        ? "the file " + file
        : "the environment variable " + placeholder.group("name");
  }

  private static String content(String file, Path in) throws InvalidValue {
    var folder = Optional.ofNullable(in.toAbsolutePath().getParent()).orElse(Path.of("/"));
    try (var stream = Files.newInputStream(NativePath.resolve(folder, file))) {
      var bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidValue("the file " + file + " is larger than 64 KiB, so it is no secret");
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.replaceFirst("\\r?\\n\\z", "");
    } catch (CharacterCodingException e) {
      throw new InvalidValue("the file " + file + " is not text in UTF-8");
    } catch (NoSuchFileException e) {
      throw new InvalidValue("the file " + file + " does not exist");
    } catch (IOException e) {
      throw new InvalidValue("the file " + file + " cannot be read");
    }
  }
}
