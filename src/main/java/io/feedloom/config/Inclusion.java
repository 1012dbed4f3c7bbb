package io.feedloom.config;

import io.feedloom.feed.NativePath;
import io.feedloom.feed.WebAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows includes from file to file. Each file is read once, however often it is included. */
final class Inclusion {
  private static final int MAX_LISTS = 50;

  private final ReadContext in;
  private final StampedFiles stamped;
  private final Set<Path> opened = new HashSet<>();
  private final List<Draft> drafts = new ArrayList<>();
  private final Globs globs;
  private final Map<URI, RemoteList> lists = new LinkedHashMap<>();
  private Path folder = Path.of("");

  Inclusion(ReadContext in) {
    this.in = in;
    this.stamped = in.stamped();
    this.globs = new Globs(stamped);
  }

  /** Returns every file and folder that the result depends on. */
  StampedFiles stamped() {
    return stamped;
  }

  /**
   * Returns the feeds of all files. Those of a file come before those of the files that it
   * includes.
   */
  List<Draft> drafts() {
    return drafts;
  }

  /** Returns the YAML of a file. Reports a fault if it cannot be read. */
  Optional<YamlNode> open(Path file) {
    stamped.add(file);
    opened.add(identity(file));
    var text = SourceText.read(file, in);
    text.ifPresent(found -> in.text(NativePath.text(file), found));
    text.ifPresent(found -> in.content(NativePath.text(file), false, found));
    return text.flatMap(found -> Yaml.parse(NativePath.text(file), found, in));
  }

  /** Returns the lists of other servers that are included. */
  List<RemoteList> lists() {
    return List.copyOf(lists.values());
  }

  /** Adds the feeds of an opened file and of all files that it includes. */
  void add(Path file, List<Draft> feeds, List<IncludePattern> include) {
    drafts.addAll(feeds);
    folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    Deque<Path> pending = new ArrayDeque<>();
    push(pending, file, include);
    while (!pending.isEmpty()) {
      var next = pending.pop();
      if (!opened.contains(identity(next))) {
        var found = read(next);
        drafts.addAll(found.feeds());
        push(pending, next, found.include());
      }
    }
  }

  /** Adds included files to the files that must be read, the first one on top. */
  private void push(Deque<Path> pending, Path from, List<IncludePattern> include) {
    include.forEach(wanted -> wanted.address().ifPresent(address -> add(address, wanted.at())));
    var paths =
        include.stream()
            .filter(wanted -> wanted.address().isEmpty())
            .flatMap(wanted -> resolve(from, wanted).stream())
            .toList();
    paths.reversed().forEach(pending::push);
  }

  /** Adds the feeds of the copy of a list, and those of the lists that it includes. */
  private void add(URI address, FaultPlace at) {
    if (lists.containsKey(address)) {
      return;
    }
    if (lists.size() >= MAX_LISTS) {
      in.leaveOut(at, "more than " + MAX_LISTS + " lists of other servers are included");
      return;
    }
    var list = RemoteList.of(address, folder);
    lists.put(address, list);
    stamped.add(list.copy());
    if (!Files.exists(list.copy())) {
      return; // It is not fetched yet.
    }
    in.sparing(() -> SourceText.bytes(list.copy(), in))
        .map(bytes -> OpmlFile.content(address.toString(), bytes, OpmlFile.Source.REMOTE, in))
        .ifPresent(
            content -> {
              drafts.addAll(content.feeds());
              content
                  .include()
                  .forEach(
                      further ->
                          WebAddress.resolve(address, further.pattern())
                              .ifPresent(next -> add(next, further.at())));
            });
  }

  private Root.Included read(Path file) {
    if (hasExtension(file, ".opml")) {
      opened.add(identity(file));
      var list = OpmlFile.content(file, in);
      return new Root.Included(list.feeds(), list.include());
    }
    return in.sparing(() -> open(file))
        .flatMap(node -> Root.INCLUDED.read(node, in))
        .orElse(new Root.Included(List.of(), List.of()));
  }

  private List<Path> resolve(Path from, IncludePattern wanted) {
    var folder = Optional.ofNullable(from.getParent()).orElse(Path.of(""));
    List<Path> found;
    try {
      found = globs.resolve(folder, wanted.pattern());
    } catch (InvalidValue e) {
      in.leaveOut(wanted.at(), "this include " + e.reason().orElse("cannot be read"));
      return List.of();
    }
    return found.stream().filter(path -> isReadable(path, wanted.at())).toList();
  }

  private boolean isReadable(Path file, FaultPlace at) {
    stamped.add(file);
    if (Files.isDirectory(file)) {
      in.leaveOut(at, "this include is a folder; append /*.yml to include the files in it");
      return false;
    }
    if (hasExtension(file, ".yml") || hasExtension(file, ".yaml") || hasExtension(file, ".opml")) {
      return true;
    }
    in.leaveOut(at, "this include names a file whose name does not end in .yml, .yaml or .opml");
    return false;
  }

  private static boolean hasExtension(Path file, String extension) {
    return NativePath.text(file).toLowerCase(Locale.ROOT).endsWith(extension);
  }

  /** Returns the path that identifies a file, whatever path or link leads to it. */
  private static Path identity(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }
}
