package io.feedloom.store.json;

import io.feedloom.feed.Revision;
import io.feedloom.feed.RuleResult;
import io.feedloom.feed.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    return json == null ? RuleResult.NONE : JsonIn.read(json, in -> judgement(in, revision));
  }

  private static RuleResult judgement(JsonIn in, Revision revision) {
    var own = new Scalars();
    Set<Tag> tags = new LinkedHashSet<>();
    List<String> because = new ArrayList<>();
    in.members(
        name -> {
          switch (name) {
            case "tags" ->
                tags.addAll(in.texts().stream().map(Tag::of).collect(Collectors.toList()));
            case "because" -> because.addAll(in.texts());
            default -> own.put(name, in.text());
          }
        });
    return new RuleResult(own.flag("dropped"), tags, because, revision);
  }
}
