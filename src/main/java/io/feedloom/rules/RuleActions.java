package io.feedloom.rules;

import io.feedloom.feed.Limits;
import io.feedloom.feed.Rule;
import io.feedloom.feed.RuleAction;
import io.feedloom.feed.RuleAction.Field;
import io.feedloom.feed.Schemes;
import io.feedloom.feed.WebAddress;
import io.feedloom.feed.text.PlainText;
import io.feedloom.feed.text.XmlChars;
import java.util.ArrayList;
import java.util.List;

/** The actions of one rule, ready for use. */
final class RuleActions {
  private static final int MAX_CONTENT = 2 * Limits.CONTENT;

  /** Chooses elements of a text. */
  private record Choice(boolean keeps, ContentSelector selector) {}

  private final List<Choice> choices = new ArrayList<>();
  private final List<Replacement> replacements = new ArrayList<>();
  private final List<RuleAction.TitlePrefix> prefixes = new ArrayList<>();
  private final List<RuleAction.SetFields> fields = new ArrayList<>();

  private RuleActions() {}

  static RuleActions of(Rule rule) {
    var actions = new RuleActions();
    for (var action : rule.actions()) {
      switch (action) {
        case RuleAction.Remove(var selector) ->
            actions.choices.add(new Choice(false, ContentSelector.of(selector)));
        case RuleAction.Keep(var selector) ->
            actions.choices.add(new Choice(true, ContentSelector.of(selector)));
        case RuleAction.Replace replace -> actions.replacements.add(Replacement.of(replace));
        case RuleAction.TitlePrefix prefix -> actions.prefixes.add(prefix);
        case RuleAction.SetFields set -> actions.fields.add(set);
      }
    }
    return actions;
  }

  boolean isEmpty() {
    return choices.isEmpty() && replacements.isEmpty() && prefixes.isEmpty() && fields.isEmpty();
  }

  /** Returns whether the result depends on the title of the feed. */
  boolean usesTitle() {
    return prefixes.stream().anyMatch(prefix -> prefix.text().contains(RuleAction.FEED));
  }

  /** Applies {@code remove} and {@code keep}. Returns the problems. */
  List<String> choose(ContentEdit content, ContentEdit summary) {
    var problems = new ArrayList<String>();
    for (var choice : choices) {
      if (choice.keeps()) {
        content.keep(choice.selector()).ifPresent(why -> problems.add("keep: " + why));
      } else {
        content.remove(choice.selector()).ifPresent(why -> problems.add("remove: " + why));
        summary.remove(choice.selector());
      }
    }
    return problems;
  }

  /** Applies the other actions. Returns the problems. */
  List<String> change(EntryDraft draft) {
    var problems = new ArrayList<String>();
    replacements.forEach(replacement -> replace(replacement, draft, problems));
    for (var prefix : prefixes) {
      var text = prefix.text().replace(RuleAction.FEED, draft.feedTitle());
      draft.setTitle(title(text + draft.title()));
    }
    for (var set : fields) {
      set.author().ifPresent(draft::setAuthor);
      set.language().ifPresent(draft::setLanguage);
    }
    return problems;
  }

  private static String title(String text) {
    return Limits.cut(PlainText.collapse(XmlChars.legal(text)), Limits.TITLE);
  }

  private static void replace(Replacement by, EntryDraft draft, List<String> problems) {
    switch (by.field()) {
      case TITLE ->
          by.apply(draft.title(), MAX_CONTENT)
              .ifPresentOrElse(
                  now -> {
                    if (!now.equals(draft.title())) {
                      draft.setTitle(title(now));
                    }
                  },
                  () -> tooLong(by.field(), problems));
      case CONTENT -> {
        by.apply(draft.content(), MAX_CONTENT)
            .ifPresentOrElse(draft::setContent, () -> tooLong(by.field(), problems));
        by.apply(draft.summary(), MAX_CONTENT).ifPresent(draft::setSummary);
      }
      case LINK -> draft.link().ifPresent(link -> replaceLink(by, link, draft, problems));
    }
  }

  private static void replaceLink(
      Replacement by, String link, EntryDraft draft, List<String> problems) {
    var next = by.apply(link, Limits.ADDRESS);
    if (next.isPresent() && next.get().equals(link)) {
      return;
    }
    next.map(String::strip)
        .filter(RuleActions::isAddress)
        .ifPresentOrElse(
            draft::setLink, () -> problems.add("replace in link: the result is not a web address"));
  }

  private static boolean isAddress(String text) {
    return text.equals(XmlChars.legal(text))
        && text.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '<' || c == '>')
        && Schemes.mayFollow(text)
        && WebAddress.parse(text).flatMap(WebAddress::host).isPresent();
  }

  private static void tooLong(Field field, List<String> problems) {
    problems.add("replace in " + (field == Field.TITLE ? "title" : "content") + ": too long");
  }
}
