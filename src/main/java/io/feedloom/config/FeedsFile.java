package io.feedloom.config;

import io.feedloom.feed.NativePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code feeds.yml} and the files that it includes. */
public final class FeedsFile {
  private FeedsFile() {}

  /** Reads the file as {@link #read(Path, Path, Map, SelectionLanguage)}, with data beside it. */
  public static Loaded read(
      Path file, Map<String, String> environment, SelectionLanguage language) {
    return read(file, folder(file), environment, language);
  }

  /**
   * Reads the settings and every fault of every file. Never throws because of the content of a
   * file, or because a file is missing or unreadable.
   *
   * <p>Some faults affect only one feed of the list, one outline of an OPML file or one include.
   * Then only that one is left out, and the rest takes effect; nobody can see more than before.
   * Because of any other fault, the whole file is rejected: its meaning would be ambiguous, or more
   * people could see a feed than the admin intended. These are faults in unknown and repeated keys,
   * which may be a misspelt {@code access}; in {@code access}, {@code auth} and {@code headers} of
   * a feed; repeated addresses and ids; and all faults outside the list of feeds.
   *
   * @param file as the admin names it; faults name it the same way
   * @param data the folder from which a relative path of the database starts
   * @param environment the values of <code>${NAME}</code>
   * @param language checks the selections of streams
   */
  public static Loaded read(
      Path file, Path data, Map<String, String> environment, SelectionLanguage language) {
    var in = new ReadContext(environment, language);
    var inclusion = new Inclusion(in);
    var root = inclusion.open(file).flatMap(node -> Root.SHAPE.read(node, in));
    root.ifPresent(found -> in.references().check(found.streams(), in));
    root.ifPresent(found -> inclusion.add(file, found.feeds(), found.include()));
    var defaults = root.map(Root::defaults).orElse(List.of());
    var drafts = FeedDefaults.apply(defaults, Subscriptions.onceEach(inclusion.drafts(), in));
    var subscriptions = Subscriptions.unique(drafts, in);
    var proxies = proxies(file, root, environment, in);
    var faults = in.faults();
    var files = inclusion.stamped();
    return root.isPresent() && faults.stream().noneMatch(Fault::rejectsFile)
        ? new Loaded.Valid(
            root.get().settings(data, subscriptions).withProxies(proxies),
            faults,
            files.files(),
            files.stamp(),
            inclusion.lists(),
            isShared(root.get()) ? Optional.of(in.commonFiles(folder(file))) : Optional.empty())
        : new Loaded.Invalid(faults, files.files(), files.stamp());
  }

  private static ProxySettings proxies(
      Path file, Optional<Root> root, Map<String, String> environment, ReadContext in) {
    try {
      return ProxySettings.of(
          root.flatMap(found -> found.polling().proxies().configured()), environment);
    } catch (ProxySettings.InvalidVariable e) {
      in.stop(FaultPlace.whole(NativePath.text(file)), String.valueOf(e.getMessage()));
      return ProxySettings.NONE;
    }
  }

  /** Returns the folder of a file. */
  public static Path folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
  }

  /** Returns whether several nodes can share the database. */
  private static boolean isShared(Root root) {
    return root.storage().url().startsWith("jdbc:postgresql:");
  }

  /**
   * Reads files that a node stored for all nodes.
   *
   * @param folder the folder of this node's own file
   * @param environment the values of <code>${NAME}</code> on this node
   * @param own the settings of this node's own file, with its address and its database
   */
  public static CommonSettings read(
      CommonFiles files,
      Path folder,
      Map<String, String> environment,
      SelectionLanguage language,
      Settings own) {
    var in = new ReadContext(environment, language, Optional.of(folder));
    var main = files.files().getFirst();
    var drafts = new ArrayList<Draft>();
    var root = Yaml.parse(main.name(), main.text(), in).flatMap(node -> Root.SHAPE.read(node, in));
    root.ifPresent(found -> in.references().check(found.streams(), in));
    root.ifPresent(found -> drafts.addAll(found.feeds()));
    for (var file : files.files().subList(1, files.files().size())) {
      drafts.addAll(included(file, in));
    }
    var defaults = root.map(Root::defaults).orElse(List.of());
    var subscriptions =
        Subscriptions.unique(FeedDefaults.apply(defaults, Subscriptions.onceEach(drafts, in)), in);
    var faults = in.faults();
    return new CommonSettings(
        root.filter(_ -> faults.stream().noneMatch(Fault::rejectsFile))
            .map(found -> found.settings(Path.of("/"), subscriptions).withLocalOptionsOf(own)),
        faults,
        in.missing());
  }

  private static List<Draft> included(CommonFiles.Content file, ReadContext in) {
    return file.opml()
        ? OpmlFile.content(
                file.name(),
                file.text().getBytes(StandardCharsets.ISO_8859_1),
                RemoteList.isAddress(file.name()) ? OpmlFile.Source.REMOTE : OpmlFile.Source.FILE,
                in)
            .feeds()
        : in.sparing(() -> Yaml.parse(file.name(), file.text(), in))
            .flatMap(node -> Root.INCLUDED.read(node, in))
            .map(Root.Included::feeds)
            .orElse(List.of());
  }
}
