package io.feedloom.config;

import io.feedloom.feed.Tag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tags: a list, or one text with commas between them. */
record TagsKind() implements Kind<Set<Tag>> {
  /** A text that is not empty in the normal form of tags. */
  private static final String NAME = "[^,]*[^\\s&/,-][^,]*";

  @Override
  public String expected() {
    return "a list of tags, or one text with commas between them";
  }

  @Override
  public Optional<Set<Tag>> read(YamlNode node, ReadContext in) {
    Set<Tag> tags = new LinkedHashSet<>();
    return switch (node) {
      case YamlNode.Mapping mapping -> unexpected(mapping, in);
      case YamlNode.Scalar scalar when scalar.isNull() -> unexpected(scalar, in);
      case YamlNode.Scalar scalar -> {
        in.expand(scalar)
            .ifPresent(
                text -> {
                  for (var label : text.split(",", -1)) {
                    add(label.strip(), scalar, tags, in);
                  }
                });
        yield Optional.of(tags);
      }
      case YamlNode.Sequence sequence -> {
        for (var item : sequence.items()) {
          item(item, tags, in);
        }
        yield Optional.of(tags);
      }
    };
  }

  private static void item(YamlNode item, Set<Tag> tags, ReadContext in) {
    if (item instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      in.expand(scalar).ifPresent(text -> add(text, scalar, tags, in));
    } else {
      in.fault(item.at(), "expected a tag, but found " + item.described());
    }
  }

  private static void add(String label, YamlNode.Scalar written, Set<Tag> tags, ReadContext in) {
    try {
      tags.add(in.tag(label));
    } catch (InvalidValue e) {
      in.fault(
          written.at(),
          label.isEmpty()
              ? "expected a tag, but found nothing"
              : "expected a tag, but found no letter, digit or sign that a tag can contain");
    }
  }

  @Override
  public Map<String, Object> schema() {
    var one = Kinds.texts("[^\\s&/,-]");
    var list = Map.of("type", "array", "items", one);
    var joined = Kinds.texts("^" + NAME + "(," + NAME + ")*$|\\$\\{");
    return Map.of("anyOf", List.of(list, joined));
  }
}
