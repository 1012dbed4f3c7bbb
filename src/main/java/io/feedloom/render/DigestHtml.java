package io.feedloom.render;

import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryKey;
import io.feedloom.feed.FeedId;
import io.feedloom.feed.FeedProfile;
import io.feedloom.feed.StoredEntry;
import io.feedloom.feed.StoryMember;
import io.feedloom.feed.text.Snippet;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The content of a digest as HTML: a list of its entries, each with title, source, time and the
 * beginning of its text.
 *
 * @param sources the feeds of the entries
 * @param others by entry, the other entries of its story
 * @param more how many other entries the digest has, in words; empty if it has none
 * @param all the address of all its entries
 * @param zone of the times
 */
public record DigestHtml(
    List<StoredEntry> entries,
    Map<FeedId, FeedProfile> sources,
    Map<EntryKey, List<StoryMember>> others,
    Optional<String> more,
    String all,
    ZoneId zone) {
  /** The longest summary of an entry, in code points. */
  private static final int SUMMARY = 200;

  /** How many titles the summary of a digest names. */
  private static final int TITLES = 5;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

  /** Returns the list. */
  public String html() {
    var html = new StringBuilder("<ul>");
    entries.forEach(entry -> add(html, entry));
    html.append("</ul>");
    more.ifPresent(
        text ->
            html.append("<p><a href=\"")
                .append(Text.escaped(all))
                .append("\">")
                .append(Text.escaped(text))
                .append("</a></p>"));
    return html.toString();
  }

  /** Returns the titles of the first entries. */
  public String summary() {
    return entries.stream()
        .limit(TITLES)
        .map(StoredEntry::entry)
        .map(DigestHtml::title)
        .collect(Collectors.joining("; "));
  }

  private void add(StringBuilder html, StoredEntry stored) {
    var entry = stored.entry();
    var time = entry.published().orElse(stored.river());
    html.append("<li>");
    entry
        .link()
        .flatMap(Web::link)
        .ifPresentOrElse(
            url ->
                html.append("<a href=\"")
                    .append(Text.escaped(url))
                    .append("\">")
                    .append(title(entry))
                    .append("</a>"),
            () -> html.append(title(entry)));
    html.append(" – ").append(Text.escaped(source(stored))).append(", <time datetime=\"");
    html.append(Dates.rfc3339(time)).append("\">").append(TIME.format(time.atZone(zone)));
    html.append("</time>");
    entry
        .summary()
        .or(entry::content)
        .map(text -> Snippet.of(text, SUMMARY))
        .filter(text -> !text.isBlank())
        .ifPresent(text -> html.append("<br>").append(Text.escaped(text)));
    html.append("</li>");
  }

  private static String title(Entry entry) {
    return Text.escaped(entry.title().isBlank() ? "(untitled)" : entry.title());
  }

  private String source(StoredEntry stored) {
    var own = Optional.ofNullable(sources.get(stored.feed())).map(FeedProfile::display);
    int more = others.getOrDefault(stored.key(), List.of()).size();
    var name = own.orElse(stored.feed().value());
    return more == 0 ? name : name + " and " + more + (more == 1 ? " other" : " others");
  }
}
