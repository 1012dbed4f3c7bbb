package io.feedloom.refresh;

import io.feedloom.feed.Declared;
import io.feedloom.feed.Due;
import io.feedloom.feed.Entry;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Subscription;
import io.feedloom.feed.Update;
import io.feedloom.rules.Rulebook;
import io.feedloom.store.Store;
import java.time.Instant;
import java.util.function.Function;

/**
 * The decision on a document, whether it was polled or delivered, and on the pages of its entries.
 */
record DocumentDecision(Decider.Decision decision, Update.Articles articles) {
  /** Compares a document with the stored entries of its feed. */
  static DocumentDecision of(
      DocumentContent found,
      Subscription feed,
      Rulebook rules,
      EntryRegister register,
      Instant now) {
    var declared = Declared.of(found.info());
    var items = ChosenIds.of(found.items(), feed.entryOptions().idBy());
    var resolved = Identities.resolve(items, found.tombstones(), register).cleaned(feed.cleaning());
    var document = feed.entryOptions().appliesUpdates() ? resolved : resolved.unchanged();
    Function<Entry, RuleResult> judge = entry -> rules.judge(feed, entry, declared);
    var option = feed.fullText();
    if (!option.isOn()) {
      return new DocumentDecision(Decider.decide(document, judge, now), Update.Articles.NONE);
    }
    var texts = FullTexts.of(document, register);
    var decision = Decider.decide(texts.kept(document), judge, now);
    return new DocumentDecision(
        decision, texts.wanted(decision.changes(), option, rules.readContent(feed), now));
  }

  /** Returns the register of the feed's entries. It is empty if the feed was never read. */
  static EntryRegister register(Store store, Due due) {
    return due.state().lastSuccess().isEmpty()
        ? EntryRegister.EMPTY
        : EntryRegister.of(store, due.key());
  }
}
