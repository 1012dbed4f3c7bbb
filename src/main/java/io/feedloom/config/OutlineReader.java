package io.feedloom.config;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.FullText;
import io.feedloom.feed.FullText.Mode;
import io.feedloom.feed.PageRules;
import io.feedloom.feed.PageRules.Fields;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the options of a feed from the attributes of its outline in OPML: Feedloom's own, and those
 * of FreshRSS ({@link FreshRssRules}).
 */
final class OutlineReader {
  private final Function<String, Optional<String>> attributes;

  /**
   * @param attributes returns an attribute by its name without prefix
   */
  OutlineReader(Function<String, Optional<String>> attributes) {
    this.attributes = attributes;
  }

  /** Returns the rules of a page; {@link PageRules#NONE} if it is an ordinary feed. */
  PageRules rules() throws InvalidValue {
    var page = fields("page", SelectorsKind.SELECTOR);
    var json = fields("jsonPath", SelectorsKind.PATH);
    if (page.isPresent()) {
      return new PageRules(page, Optional.empty(), Optional.empty());
    }
    if (json.isPresent()) {
      return new PageRules(
          Optional.empty(), json, parsed("script", SelectorsKind.SELECTOR.parser()));
    }
    var rules = freshRss();
    return new PageRules(dated(rules.page()), dated(rules.json()), rules.script());
  }

  private PageRules freshRss() throws InvalidValue {
    try {
      return FreshRssRules.of(attributes);
    } catch (IllegalArgumentException e) {
      throw new InvalidValue(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Fields> fields(String prefix, ScalarKind<String> kind) throws InvalidValue {
    var item = parsed(prefix + "Item", kind.parser());
    var title = parsed(prefix + "Title", kind.parser());
    var link = parsed(prefix + "Link", kind.parser());
    if (item.isEmpty() || title.isEmpty() || link.isEmpty()) {
      return Optional.empty();
    }
    return dated(
        Optional.of(
            new Fields(
                item.get(),
                title,
                link,
                parsed(prefix + "Date", kind.parser()),
                Optional.empty(),
                Optional.empty(),
                false,
                parsed(prefix + "Content", kind.parser()),
                parsed(prefix + "Author", kind.parser()),
                parsed(prefix + "Image", kind.parser()),
                parsed(prefix + "Categories", kind.parser()),
                parsed(prefix + "Id", kind.parser()))));
  }

  /** Returns the fields with our own options of dates. */
  private Optional<Fields> dated(Optional<Fields> fields) throws InvalidValue {
    if (fields.isEmpty()) {
      return fields;
    }
    var plain = fields.get();
    var format = parsed("dateFormat", SelectorsKind.FORMAT.parser());
    return Optional.of(
        new Fields(
            plain.item(),
            plain.title(),
            plain.link(),
            plain.date(),
            format.or(plain::dateFormat),
            attributes.apply("dateLang"),
            parsed("dateRelative", Kinds.BOOLEAN.parser()).orElse(false),
            plain.content(),
            plain.author(),
            plain.image(),
            plain.categories(),
            plain.id()));
  }

  private <T> Optional<T> parsed(String name, ScalarKind.Parser<T> parser) throws InvalidValue {
    var value = attributes.apply(name);
    return value.isPresent() ? Optional.of(parser.parse(value.get())) : Optional.empty();
  }

  /** Returns the options that an outline can have. */
  FeedOptions options() throws InvalidValue {
    var hub = parsed("hub", Kinds.ADDRESS.parser());
    var push = parsed("push", Kinds.BOOLEAN.parser());
    return FeedOptions.ofOutline(cleaning(), fullText(), push.or(() -> hub.map(_ -> true)), hub);
  }

  private Optional<FullText> fullText() throws InvalidValue {
    var keep = parsed("cssFullContent", CssKind::selector);
    var word = parsed("fullText", FullTextKind::word);
    if (keep.isEmpty() && word.isEmpty()) {
      return Optional.empty();
    }
    var filter =
        attributes.apply("cssContentFilter").isPresent()
            ? "cssContentFilter"
            : "cssFullContentFilter";
    return Optional.of(
        new FullText(
            word.map(FullText::mode).orElse(Mode.ON),
            keep,
            parsed(filter, CssKind::selector),
            parsed("robots", Kinds.BOOLEAN.parser()).orElse(true)));
  }

  private Optional<Cleaning> cleaning() {
    var chosen = new EnumMap<Cleaning.Part, Boolean>(Cleaning.Part.class);
    for (var choice : attributes.apply("clean").orElse("").split("\\s+", -1)) {
      Arrays.stream(Cleaning.Part.values())
          .filter(part -> choice.toLowerCase(Locale.ROOT).startsWith(part.option() + "="))
          .forEach(part -> chosen.put(part, choice.toLowerCase(Locale.ROOT).endsWith("=true")));
    }
    return chosen.isEmpty() ? Optional.empty() : Optional.of(new Cleaning(chosen));
  }
}
