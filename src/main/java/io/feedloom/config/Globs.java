package io.feedloom.config;

import io.feedloom.feed.NativePath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the files that match a pattern. In a name, {@code *} and {@code ?} match other characters;
 * {@code **} matches any number of folders; {@code {a,b}} and {@code [a-z]} match alternatives. A
 * name that begins with a dot matches only if the pattern contains the dot. So the hidden files of
 * editors and ConfigMaps do not match.
 */
final class Globs {
  /**
   * The most folders that one pattern may list. A pattern that needs more is probably a mistake.
   */
  private static final int FOLDERS = 2_000;

  /** The greatest depth of folders for {@code **}, because links may form a circle. */
  private static final int DEPTH = 12;

  private static final Pattern SPECIAL = Pattern.compile("[*?\\[{]");

  private final StampedFiles stamped;

  /**
   * @param stamped receives every folder that was listed or searched
   */
  Globs(StampedFiles stamped) {
    this.stamped = stamped;
  }

  /**
   * Returns the files, at least one, sorted by path.
   *
   * @throws InvalidValue if there is none
   */
  List<Path> resolve(Path folder, String pattern) throws InvalidValue {
    var plain = path(folder, pattern);
    boolean isOne = !SPECIAL.matcher(pattern).find();
    if (isOne) {
      stamped.add(plain);
    }
    if (Files.exists(plain)) {
      return List.of(plain);
    }
    if (isOne) {
      throw new InvalidValue("was not found");
    }
    var search = new Search();
    var start = pattern.startsWith("/") ? Path.of("/") : folder;
    search.descend(start, List.of(pattern.replaceFirst("^/+", "").split("/+")));
    if (search.found.isEmpty()) {
      throw new InvalidValue("matches no file");
    }
    return List.copyOf(search.found);
  }

  private static Path path(Path folder, String text) throws InvalidValue {
    try {
      return NativePath.resolve(folder, text);
    } catch (InvalidPathException e) {
      throw new InvalidValue("is not a valid path: " + e.getReason());
    }
  }

  /** One search for the files of a pattern. */
  private final class Search {
    private final Set<Path> found = new TreeSet<>();
    private int listed;

    void descend(Path folder, List<String> steps) throws InvalidValue {
      var step = steps.getFirst();
      var rest = steps.subList(1, steps.size());
      if (step.equals("**")) {
        anyDepth(folder, rest.isEmpty() ? List.of("*") : rest, DEPTH);
      } else if (SPECIAL.matcher(step).find()) {
        var matcher = matcher(step);
        for (var child : list(folder, step.startsWith("."))) {
          if (matcher.matches(child.getFileName())) {
            arrive(child, rest);
          }
        }
      } else {
        arrive(path(folder, step), rest);
      }
    }

    private void arrive(Path path, List<String> rest) throws InvalidValue {
      if (rest.isEmpty() && Files.isRegularFile(path)) {
        found.add(path);
      } else if (!rest.isEmpty() && Files.isDirectory(path)) {
        descend(path, rest);
      } else {
        stamped.add(path); // It may appear later.
      }
    }

    private void anyDepth(Path folder, List<String> rest, int depth) throws InvalidValue {
      descend(folder, rest);
      for (var child : list(folder, false)) {
        if (depth > 0 && Files.isDirectory(child)) {
          anyDepth(child, rest, depth - 1);
        }
      }
    }

    private List<Path> list(Path folder, boolean hidden) throws InvalidValue {
      stamped.add(folder);
      if (++listed > FOLDERS) {
        throw new InvalidValue("looks into more than " + FOLDERS + " folders");
      }
      List<Path> children = new ArrayList<>();
      try (var stream = Files.newDirectoryStream(folder)) {
        for (var child : stream) {
          if (hidden || !child.getFileName().toString().startsWith(".")) {
            children.add(child);
          }
        }
      } catch (IOException | DirectoryIteratorException e) {
        throw new InvalidValue("leads to a folder that cannot be listed");
      }
      return children;
    }
  }

  private static PathMatcher matcher(String step) throws InvalidValue {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + step);
    } catch (PatternSyntaxException e) {
      throw new InvalidValue("is not a valid pattern: " + e.getDescription());
    }
  }
}
