package io.feedloom.rules;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.Rule;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies the admin's rules to an entry: first its feed's own {@code include} and {@code exclude},
 * then the rules in their order until one drops it. Pure.
 */
public record Rulebook(List<Rule> rules) {
  /** No rules except those of the feeds. */
  public static final Rulebook EMPTY = new Rulebook(List.of());

  private static final Set<EntryFilter.Part> READ_CONTENT =
      Set.of(EntryFilter.Part.CONTENT, EntryFilter.Part.ANY);

  /**
   * Which plain text the conditions on content see. It is raised when that text changes, so that
   * stored entries are judged again.
   */
  private static final int TEXT_VERSION = 2;

  public Rulebook {
    rules = List.copyOf(rules);
  }

  /**
   * Applies the rules to one entry.
   *
   * @param feedLanguage the language that the feed declares
   */
  public RuleResult judge(Subscription feed, Entry entry, Optional<String> feedLanguage) {
    if (rules.isEmpty() && feed.include().isEmpty() && feed.exclude().isEmpty()) {
      return RuleResult.NONE;
    }
    var texts = new EntryTexts(entry, feed, feedLanguage);
    if (!feed.include().isEmpty() && !texts.pass(feed.include())) {
      return dropped("include " + Rule.describe(feed.include()) + " of the feed");
    }
    if (!feed.exclude().isEmpty() && texts.pass(feed.exclude())) {
      return dropped("exclude " + Rule.describe(feed.exclude()) + " of the feed");
    }
    return run(feed, texts);
  }

  private RuleResult run(Subscription feed, EntryTexts texts) {
    var tags = new LinkedHashSet<Tag>();
    var because = new ArrayList<String>();
    for (var rule : rules) {
      if (texts.pass(rule.when())) {
        if (rule.drop()) {
          return dropped(rule.toString());
        }
        because.add(rule.toString());
        tags.addAll(rule.tags());
      }
    }
    tags.removeAll(feed.tags());
    return because.isEmpty() ? RuleResult.NONE : new RuleResult(false, tags, because);
  }

  private static RuleResult dropped(String why) {
    return new RuleResult(true, Set.of(), List.of(why));
  }

  /**
   * Returns a hash of everything that decides how entries of a feed are judged. While it stays the
   * same, earlier judgements stay valid. It is {@link RuleResult#NO_RULES} if no rule applies to
   * the feed.
   */
  public long fingerprint(Subscription feed) {
    if (rules.isEmpty() && feed.include().isEmpty() && feed.exclude().isEmpty()) {
      return RuleResult.NO_RULES;
    }
    var text = new StringBuilder();
    text.append(Rule.describe(feed.include())).append('\n').append(Rule.describe(feed.exclude()));
    rules.forEach(rule -> text.append('\n').append(rule));
    if (!rules.isEmpty()) {
      text.append('\n')
          .append(feed.tags().stream().map(Tag::key).sorted().collect(Collectors.joining(",")));
    }
    if (readContent(feed)) {
      text.append("\ntext ").append(TEXT_VERSION);
    }
    long digest = Digest.of(text.toString());
    return digest == RuleResult.NO_RULES || digest == RuleResult.MIXED_RULES ? 2 : digest;
  }

  /** Returns whether any condition for the feed depends on the content of its entries. */
  public boolean readContent(Subscription feed) {
    return Stream.concat(Stream.of(feed.include(), feed.exclude()), rules.stream().map(Rule::when))
        .flatMap(filter -> filter.conditions().stream())
        .anyMatch(condition -> READ_CONTENT.contains(condition.part()));
  }
}
