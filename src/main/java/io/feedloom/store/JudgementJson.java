package io.feedloom.store;

import io.feedloom.feed.Judgement;
import io.feedloom.feed.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What rules made of an entry as JSON. */
final class JudgementJson {
  private JudgementJson() {}

  static String write(Judgement judgement) {
    return JsonOut.text(
        out -> {
          out.flag("dropped", judgement.dropped());
          out.texts("tags", judgement.tags().stream().map(Tag::label).map(Sql::clean).toList());
          out.texts("because", judgement.because().stream().map(Sql::clean).toList());
        });
  }

  /** {@link Judgement#NONE} where there is none. */
  static Judgement read(@Nullable String json) {
    return json == null ? Judgement.NONE : JsonIn.read(json, JudgementJson::judgement);
  }

  private static Judgement judgement(JsonIn in) {
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
    return new Judgement(own.flag("dropped"), tags, because);
  }
}
