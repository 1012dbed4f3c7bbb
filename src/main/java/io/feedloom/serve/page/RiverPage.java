package io.feedloom.serve.page;

import io.feedloom.feed.Clause;
import io.feedloom.feed.Cursor;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.NearestWord;
import io.feedloom.feed.Selection;
import io.feedloom.select.Selections;
import io.feedloom.serve.access.Catalog;
import io.feedloom.serve.merged.MergedFeedAddress;
import io.feedloom.serve.merged.MergedFeeds;
import io.feedloom.serve.merged.Tags;
import io.feedloom.serve.view.Document;
import io.feedloom.serve.view.RiverView;
import io.feedloom.serve.view.RiverView.Chip;
import io.feedloom.serve.view.RiverView.Hidden;
import io.feedloom.serve.view.RiverView.SearchBox;
import io.feedloom.serve.view.RiverView.Subscribe;
import io.feedloom.serve.view.RiverView.TagLink;
import io.feedloom.serve.view.RiverView.Unknown;
import io.feedloom.serve.view.SourceView;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the page of a merged feed.
 *
 * @param full whether entries are shown whole
 * @param source the state of the feed if the page shows only one; otherwise null
 */
record RiverPage(
    MergedFeedAddress channel,
    boolean full,
    MergedFeeds.River river,
    Map<FeedId, FeedProfile> sources,
    List<Tags.Count> tags,
    @Nullable SourceView source,
    Catalog catalog) {
  private static final int MAX_CHIPS = 12;

  /** The number of new entries up to which the page counts them. */
  private static final int MAX_NEWS = 100;

  RiverView view(String description) {
    var lines = new RiverLines(channel, full, river, sources, catalog);
    var chips = new Chips(channel.asked(), this::address, catalog::label, lines::sourceTitle);
    var offered = source == null ? chips.offered(tags) : List.<Chip>of();
    boolean few = offered.size() <= MAX_CHIPS;
    boolean whole = description.isEmpty() && channel.stream().isEmpty();
    return new RiverView(
        heading(description),
        lead(),
        whole,
        whole ? streams() : List.of(),
        chips.fewer(),
        search(),
        chips.chosen(),
        few ? offered : offered.subList(0, MAX_CHIPS),
        few ? List.of() : byLabel(offered.subList(MAX_CHIPS, offered.size())),
        full,
        river.own().isPresent() ? null : page(channel.asked(), !full),
        FileNotice.of(catalog.file()),
        source,
        lines.days(),
        unknown(),
        asked().isFirstPage() ? null : address(asked().firstPage()),
        river.previous().map(c -> address(asked().after(c))).orElse(null),
        river.next().map(c -> address(asked().before(Optional.of(c)))).orElse(null),
        new Subscribe(SiteLinks.feeds(channel), opml(), keyed()));
  }

  /**
   * Returns the addresses at which the page learns of new entries; null if the page is not the
   * first, or shows stories only or digests.
   */
  Document.@Nullable News news() {
    if (!asked().isFirstPage() || hasNoEvents()) {
      return null;
    }
    var brief =
        channel.with(
            chosen -> chosen.toBuilder().limit(MAX_NEWS).content(Selection.Content.NONE).build());
    var newer =
        river.entries().stream().findFirst().map(Cursor::of).map(brief::after).orElse(brief);
    return new Document.News(link(brief.api("events")), link(newer.api("entries")), MAX_NEWS);
  }

  private boolean hasNoEvents() {
    return channel.selection().onlyStories() || channel.selection().digest().isPresent();
  }

  /** Returns the selected tags that do not exist. */
  private List<Unknown> unknown() {
    var known = tags.stream().map(count -> count.tag().key()).toList();
    return asked().tags().stream()
        .filter(clause -> !clause.excludes())
        .flatMap(clause -> clause.keys().stream().map(key -> unknown(clause, key, known)))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Unknown> unknown(Clause clause, String key, List<String> known) {
    if (known.contains(key)) {
      return Optional.empty();
    }
    var meant =
        NearestWord.of(key, known)
            .map(near -> new TagLink(catalog.label(near), address(instead(clause, key, near))));
    return Optional.of(new Unknown(key, meant.orElse(null)));
  }

  private Selection instead(Clause clause, String key, String other) {
    var keys = new ArrayList<>(clause.keys());
    keys.set(keys.indexOf(key), other);
    var clauses = new ArrayList<>(asked().tags());
    clauses.set(clauses.indexOf(clause), Clause.anyOf(keys));
    return asked().withTags(clauses).firstPage();
  }

  /**
   * Returns the reference to a path of this server, with the key if the client sent it in the
   * query.
   */
  private String link(String path) {
    return channel.visitor().link(path);
  }

  private SearchBox search() {
    var address = channel.address(asked().firstPage());
    var words = "";
    var hidden = new ArrayList<Hidden>();
    for (String parameter : address.query().split("&", -1)) {
      int equals = parameter.indexOf('=');
      var name = equals < 0 ? "" : parameter.substring(0, equals);
      var value = URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
      if (name.equals("q")) {
        words = value;
      } else if (!name.isEmpty()) {
        hidden.add(new Hidden(name, value));
      }
    }
    if (full) {
      hidden.add(new Hidden("content", "full"));
    }
    var path = address.path();
    return new SearchBox(
        channel.visitor().url().link(path.equals("/feed") ? "/" : path),
        words,
        List.copyOf(hidden));
  }

  private RiverView.Key keyed() {
    if (channel.access().inQuery().isPresent()) {
      return RiverView.Key.IN_ADDRESS;
    }
    if (channel.access().keyed()) {
      return RiverView.Key.IN_HEADER;
    }
    boolean wanted = !catalog.settings().keys().isEmpty();
    return wanted ? RiverView.Key.WANTED : RiverView.Key.NEEDLESS;
  }

  private Selection asked() {
    return channel.asked();
  }

  private String heading(String description) {
    if (source != null && description.equals("from " + source.title())) {
      return source.title();
    }
    var stream = MergedFeeds.streamTitle(channel, catalog);
    var stories = Selections.stories(asked());
    if (stream.isEmpty() && !stories.isEmpty() && description.startsWith(stories)) {
      return description.substring(0, 1).toUpperCase(Locale.ROOT) + description.substring(1);
    }
    if (stream.isEmpty()) {
      return description.isEmpty() ? catalog.settings().title() : description;
    }
    return description.isEmpty() ? stream.get() : stream.get() + ": " + description;
  }

  private List<TagLink> streams() {
    return catalog.settings().streams().values().stream()
        .map(stream -> new TagLink(stream.display(), link("/streams/" + stream.name())))
        .toList();
  }

  private String lead() {
    int count = catalog.settings().subscriptions().size();
    return (count == 1 ? "One source" : count + " sources") + ", merged into one river";
  }

  private static List<Chip> byLabel(List<Chip> chips) {
    return chips.stream()
        .sorted(Comparator.comparing(Chip::label, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /**
   * Returns the address of the OPML list of the selected sources; null if there are none. Leaves
   * out tags and sources of a stream that this reader may not see.
   */
  private @Nullable String opml() {
    var tags = known(channel.selection().tags(), key -> catalog.tags().containsKey(key));
    var sources = known(channel.selection().sources(), id -> catalog.shows(new FeedId(id)));
    if (tags.isEmpty() || sources.isEmpty()) {
      return null;
    }
    var chosen = Selection.ALL.withTags(tags.get()).withSources(sources.get());
    return link("/opml" + Selections.address(chosen).asQuery());
  }

  /** Returns the clauses with the known keys only; empty if one of them can no longer be met. */
  private static Optional<List<Clause>> known(List<Clause> clauses, Predicate<String> isKnown) {
    var known = new ArrayList<Clause>();
    for (var clause : clauses) {
      var keys = clause.keys().stream().filter(isKnown).toList();
      if (!keys.isEmpty()) {
        known.add(new Clause(new TreeSet<>(keys), clause.excludes()));
      } else if (!clause.excludes()) {
        return Optional.empty();
      }
    }
    return Optional.of(known);
  }

  /** Returns the reference to the page of a selection, with entries as long as on this page. */
  private String address(Selection other) {
    return page(other, full);
  }

  private String page(Selection other, boolean full) {
    return SiteLinks.page(channel.visitor().url(), channel.address(other), full);
  }
}
