package io.feedloom.rules;

import io.feedloom.feed.Declared;
import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.EntryFilter;
import io.feedloom.feed.Rule;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies the admin's rules to an entry: first its feed's own {@code include} and {@code exclude},
 * then the rules in their order until one drops it. Pure.
 */
public final class Rulebook {
  /** No rules except those of the feeds. */
  public static final Rulebook EMPTY = new Rulebook(List.of(), (html, _) -> html);

  private static final Set<EntryFilter.Part> READ_CONTENT =
      Set.of(EntryFilter.Part.CONTENT, EntryFilter.Part.ANY);

  /**
   * Which plain text the conditions on content see. It is raised when that text changes, so that
   * stored entries are judged again.
   */
  private static final int TEXT_VERSION = 2;

  /**
   * Which result actions have. It is raised when the same action gives another result, so that it
   * is applied to stored entries again.
   */
  private static final int ACTION_VERSION = 1;

  private final List<Rule> rules;

  /** The actions of each rule, ready for use. */
  private final List<RuleActions> actions;

  private final BinaryOperator<String> safe;

  /**
   * @param safe makes changed HTML safe; its arguments are the HTML and the base of addresses
   */
  public Rulebook(List<Rule> rules, BinaryOperator<String> safe) {
    this.rules = List.copyOf(rules);
    this.actions = rules.stream().map(RuleActions::of).toList();
    this.safe = safe;
  }

  /**
   * Applies the rules to one entry. Conditions test the entry as its publisher wrote it.
   *
   * @param declared what the feed's document declares
   */
  public RuleResult judge(Subscription feed, Entry entry, Declared declared) {
    if (rules.isEmpty() && feed.include().isEmpty() && feed.exclude().isEmpty()) {
      return RuleResult.NONE;
    }
    var texts = new EntryTexts(entry, feed, declared.language());
    if (!feed.include().isEmpty() && !texts.pass(feed.include())) {
      return dropped("include " + Rule.describe(feed.include()) + " of the feed");
    }
    if (!feed.exclude().isEmpty() && texts.pass(feed.exclude())) {
      return dropped("exclude " + Rule.describe(feed.exclude()) + " of the feed");
    }
    return run(feed, entry, declared, texts);
  }

  private RuleResult run(Subscription feed, Entry entry, Declared declared, EntryTexts texts) {
    var matching = new ArrayList<Integer>();
    for (int i = 0; i < rules.size(); i++) {
      if (texts.pass(rules.get(i).when())) {
        if (rules.get(i).drop()) {
          return dropped(rules.get(i).toString());
        }
        matching.add(i);
      }
    }
    if (matching.isEmpty()) {
      return RuleResult.NONE;
    }
    var tags = new LinkedHashSet<Tag>();
    matching.forEach(i -> tags.addAll(rules.get(i).tags()));
    tags.removeAll(feed.tags());
    if (matching.stream().allMatch(i -> actions.get(i).isEmpty())) {
      return new RuleResult(
          false, tags, matching.stream().map(i -> rules.get(i).toString()).toList());
    }
    var draft = new EntryDraft(entry, title(feed, declared), safe);
    var because = act(matching, draft);
    return new RuleResult(false, tags, because, draft.revision());
  }

  /**
   * Applies the actions of these rules. First all choose elements, because replacements work on
   * HTML without classes, as readers get it. Returns the rules with their problems.
   */
  private List<String> act(List<Integer> matching, EntryDraft draft) {
    var content = new ContentEdit(draft.marked(Entry::contentText));
    var summary = new ContentEdit(draft.marked(Entry::summaryText));
    var problems = new HashMap<Integer, List<String>>();
    for (int i : matching) {
      problems.put(i, new ArrayList<>(actions.get(i).choose(content, summary)));
    }
    content.changed().ifPresent(draft::setContent);
    summary.changed().ifPresent(draft::setSummary);
    for (int i : matching) {
      problems.getOrDefault(i, List.of()).addAll(actions.get(i).change(draft));
    }
    return matching.stream()
        .map(i -> noted(rules.get(i), problems.getOrDefault(i, List.of())))
        .toList();
  }

  private static String noted(Rule rule, List<String> problems) {
    return problems.isEmpty() ? rule.toString() : rule + " (" + String.join("; ", problems) + ")";
  }

  /** Returns the title of the feed that readers see. */
  private static String title(Subscription feed, Declared declared) {
    return feed.title()
        .or(() -> declared.title().filter(title -> !title.isBlank()))
        .orElse(feed.id().value());
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
    if (actions.stream().anyMatch(each -> !each.isEmpty())) {
      text.append("\nactions ").append(ACTION_VERSION);
    }
    if (actions.stream().anyMatch(RuleActions::usesTitle)) {
      text.append("\ntitle ").append(feed.title().orElse(""));
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
