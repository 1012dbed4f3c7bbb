package io.feedloom.serve;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.feedloom.config.Fault;
import io.feedloom.feed.Clause;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedStatus;
import io.feedloom.feed.MediaType;
import io.feedloom.feed.Selection;
import io.feedloom.feed.StoredEntry;
import io.feedloom.select.Selections;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pages for people: the first page and the river of a selection. Readable without script. */
final class Pages {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
  private static final Pattern MARKUP = Pattern.compile("<[^>]*>");
  private static final int LONGEST_SUMMARY = 240;

  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
  private final MergedFeeds feeds;
  private final Tags tags;

  Pages(MergedFeeds feeds, Tags tags) {
    this.feeds = feeds;
    this.tags = tags;
  }

  void index(Context ctx, Catalog catalog, String base) {
    int sources = catalog.settings().subscriptions().size();
    var rows = tags.all(catalog).stream().map(this::row).toList();
    var view =
        new IndexView(
            sources == 1 ? "One source is" : sources + " sources are",
            rows,
            catalog.faults().stream().map(Fault::toString).toList(),
            example(base, rows));
    show(
        ctx,
        "index.jte",
        document(Channel.of(Selection.ALL), catalog.settings().title(), catalog),
        view);
  }

  void river(Context ctx, Channel channel, Catalog catalog) {
    var river = feeds.read(channel.selection(), catalog);
    var sources = feeds.sources(river.entries());
    var older = river.next().map(c -> channel.before(Optional.of(c)).address().page()).orElse(null);
    var view = new RiverView(days(river.entries(), sources), older);
    show(ctx, "river.jte", document(channel, feeds.title(channel, catalog), catalog), view);
  }

  private IndexView.TagRow row(Tags.Count count) {
    var selection = tagged(count.tag().key());
    return new IndexView.TagRow(
        count.tag().label(),
        Selections.address(selection).page(),
        count.feeds(),
        count.entries(),
        count.newest().map(Moment::of).orElse(null),
        links(Channel.of(selection)));
  }

  private static Selection tagged(String key) {
    var all = Selection.ALL;
    return new Selection(
        List.of(Clause.anyOf(List.of(key))),
        all.categories(),
        all.sources(),
        all.since(),
        all.until(),
        all.limit(),
        all.before(),
        all.after());
  }

  private static String example(String base, List<IndexView.TagRow> rows) {
    var names = rows.stream().map(IndexView.TagRow::path).limit(3).toList();
    return names.size() < 3
        ? base + "/tags/java,kotlin.atom?tag=news&tag=-sponsored"
        : base
            + names.get(0)
            + ","
            + names.get(1).substring("/tags/".length())
            + ".atom?tag=-"
            + names.get(2).substring("/tags/".length());
  }

  private Document document(Channel channel, String title, Catalog catalog) {
    return new Document(catalog.settings().title(), title, links(channel));
  }

  private static List<Document.FeedLink> links(Channel channel) {
    var address = channel.firstPage().address();
    return Arrays.stream(MediaType.values())
        .map(type -> new Document.FeedLink(name(type), mediaType(type), address.feed(type)))
        .toList();
  }

  private static String name(MediaType type) {
    return switch (type) {
      case ATOM -> "Atom";
      case RSS -> "RSS";
      case JSON -> "JSON";
    };
  }

  private static String mediaType(MediaType type) {
    return type.contentType().replaceFirst(";.*", "");
  }

  private static List<RiverView.Day> days(
      List<StoredEntry> entries, Map<FeedId, FeedStatus> sources) {
    Map<LocalDate, List<StoredEntry>> byDay =
        entries.stream()
            .collect(
                Collectors.groupingBy(
                    entry -> LocalDate.ofInstant(entry.river(), ZoneOffset.UTC),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return byDay.entrySet().stream()
        .map(day -> new RiverView.Day(DAY.format(day.getKey()), lines(day.getValue(), sources)))
        .toList();
  }

  private static List<RiverView.Line> lines(
      List<StoredEntry> entries, Map<FeedId, FeedStatus> sources) {
    return entries.stream().map(entry -> line(entry, sources.get(entry.feed()))).toList();
  }

  private static RiverView.Line line(StoredEntry stored, @Nullable FeedStatus source) {
    var entry = stored.entry();
    Instant time = entry.published().or(entry::updated).orElse(stored.firstSeen());
    return new RiverView.Line(
        entry.title().isBlank() ? "(untitled)" : entry.title(),
        entry.link().orElse(null),
        source == null ? stored.feed().value() : source.display(),
        "/sources/" + stored.feed().value(),
        Moment.of(time),
        entry.summary().or(entry::content).map(Pages::plain).orElse(""),
        entry.language().map(l -> l.replace('_', '-')).orElse(""));
  }

  /** The beginning of the text, for a glance; the template escapes what is left. */
  private static String plain(String html) {
    var text = MARKUP.matcher(html.substring(0, Math.min(html.length(), 4_000))).replaceAll(" ");
    var decoded =
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#34;", "\"")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&nbsp;", " ")
            .replace("&amp;", "&")
            .strip()
            .replaceAll("\\s+", " ");
    if (decoded.length() <= LONGEST_SUMMARY) {
      return decoded;
    }
    int end = decoded.offsetByCodePoints(0, decoded.codePointCount(0, LONGEST_SUMMARY));
    return decoded.substring(0, end).strip() + "…";
  }

  private void show(Context ctx, String template, Document document, Object view) {
    var out = new Utf8ByteOutput();
    templates.render(template, Map.of("document", document, "view", view), out);
    var bytes = new ByteArrayOutputStream(out.getContentLength());
    try {
      out.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Cache-Control", "no-cache");
    ctx.contentType("text/html; charset=utf-8").result(bytes.toByteArray());
  }
}
