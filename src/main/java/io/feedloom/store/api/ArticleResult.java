package io.feedloom.store.api;

import io.feedloom.feed.Declared;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Problem;
import io.feedloom.feed.RuleResult;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The end of the work on one page.
 *
 * @param change returns the entry with its final texts. It gets the entry as it is stored then
 * @param judge returns the result of the rules for an entry and what its feed declares
 * @param rules the fingerprint of these rules
 * @param problem what is wrong with the page, for the admin
 * @param at the time
 */
public record ArticleResult(
    UnaryOperator<Entry> change,
    BiFunction<Entry, Declared, RuleResult> judge,
    long rules,
    Optional<Problem> problem,
    Instant at) {}
