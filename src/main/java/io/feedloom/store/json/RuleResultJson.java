package io.feedloom.store.json;

import io.feedloom.feed.Revision;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Tag;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** The result of the rules for an entry as JSON, without its revision. */
public final class RuleResultJson {
  private RuleResultJson() {}

  /** Writes a result. */
  public static String write(RuleResult judgement) {
    return JsonOut.text(
        out -> {
          out.flag("dropped", judgement.dropped());
          out.texts("tags", judgement.tags().stream().map(Tag::label).toList());
          out.texts("because", judgement.because());
        });
  }

  /** Reads a result. Returns {@link RuleResult#NONE} for null. */
  public static RuleResult read(@Nullable String json, Revision revision) {
    if (json == null) {
      return RuleResult.NONE;
    }
    var in = JsonIn.read(json);
    var tags = new LinkedHashSet<Tag>();
    in.texts("tags").forEach(tag -> tags.add(Tag.of(tag)));
    return new RuleResult(in.flag("dropped"), tags, in.texts("because"), revision);
  }
}
