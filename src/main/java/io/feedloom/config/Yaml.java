package io.feedloom.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parses YAML 1.2 into nodes with their positions. It uses the parser's events. The library's own
 * tree resolves types that are not needed, and limits neither depth nor aliases.
 */
final class Yaml {
  /** The greatest depth of values. {@code feeds.yml} needs six. */
  private static final int DEPTH = 40;

  /**
   * The most values that all aliases together may repeat. It is enough for any list, and stops
   * documents whose aliases expand without end.
   */
  private static final long ALIASED = 1_000_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setBufferSize(16 << 10).build();

  private final String file;
  private final ParserImpl events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private long values;
  private long aliased;

  /** The value of an anchor. The node is empty until the whole value was read. */
  private record Anchored(Optional<YamlNode> node, long values) {}

  /** Thrown to stop reading a document. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient FaultPlace at;
    private final String fault;

    Broken(FaultPlace at, String fault) {
      super(fault, null, false, false);
      this.at = at;
      this.fault = fault;
    }
  }

  private Yaml(String file, String text) {
    this.file = file;
    this.events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, Braces.hide(text)));
  }

  /** Returns the document. If the text is not YAML, reports the first fault only. */
  static Optional<YamlNode> parse(String file, String text, ReadContext in) {
    try {
      return Optional.of(new Yaml(file, text).document());
    } catch (Broken e) {
      in.fault(e.at, e.fault);
    } catch (MarkedYamlEngineException e) {
      var problem = YamlProblem.of(e, text);
      in.fault(
          problem.mark().map(mark -> place(file, mark)).orElse(FaultPlace.whole(file)),
          problem.message());
    } catch (ReaderException e) {
      int offset = text.offsetByCodePoints(0, Math.min(e.getPosition(), codePoints(text)));
      in.fault(
          FaultPlace.of(file, text, offset),
          "the control character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
    }
    return Optional.empty();
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private YamlNode document() {
    events.next();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      throw new Broken(FaultPlace.whole(file), "is empty; it needs at least the key \"feeds\"");
    }
    events.next();
    var root = node(events.next(), 0);
    events.next();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw new Broken(
          place(events.peekEvent()), "a second document begins here; only one is allowed");
    }
    return root;
  }

  private YamlNode node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return resolve(alias);
    }
    var at = place(event);
    if (depth > DEPTH) {
      throw new Broken(at, "values nest deeper than " + DEPTH + " levels");
    }
    long before = values++;
    var anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), new Anchored(Optional.empty(), 0));
    }
    refuseTag(event, at);
    var node =
        event instanceof ScalarEvent scalar ? scalar(scalar, at) : children(event, at, depth);
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), new Anchored(Optional.of(node), values - before));
    }
    return node;
  }

  private static YamlNode scalar(ScalarEvent scalar, FaultPlace at) {
    return new YamlNode.Scalar(
        at, Braces.show(scalar.getValue()), scalar.isPlain() && scalar.getTag().isEmpty());
  }

  private YamlNode children(Event event, FaultPlace at, int depth) {
    if (event instanceof MappingStartEvent) {
      List<YamlNode.Pair> pairs = new ArrayList<>();
      while (!events.checkEvent(Event.ID.MappingEnd)) {
        var key = node(events.next(), depth + 1);
        pairs.add(new YamlNode.Pair(key, node(events.next(), depth + 1)));
      }
      events.next();
      return new YamlNode.Mapping(at, pairs);
    }
    List<YamlNode> items = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(events.next(), depth + 1));
    }
    events.next();
    return new YamlNode.Sequence(at, items);
  }

  private YamlNode resolve(AliasEvent alias) {
    var name = alias.getAlias();
    var named = anchors.get(name);
    if (named == null) {
      throw new Broken(place(alias), "there is no anchor of this name before the alias");
    }
    aliased += named.values();
    values += named.values();
    if (aliased > ALIASED) {
      throw new Broken(place(alias), "aliases repeat more than " + ALIASED + " values in all");
    }
    return named
        .node()
        .orElseThrow(
            () -> new Broken(place(alias), "this alias refers to a value that contains the alias"));
  }

  private static void refuseTag(Event event, FaultPlace at) {
    var tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> Optional.<String>empty();
        };
    if (tag.isPresent() && !isPlainTag(tag.get())) {
      throw new Broken(at, "a YAML tag has no meaning here");
    }
  }

  private static boolean isPlainTag(String tag) {
    return switch (tag) {
      case "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map" -> true;
      default -> false;
    };
  }

  private FaultPlace place(Event event) {
    var mark = event.getStartMark();
    return mark.isPresent() ? place(file, mark.get()) : FaultPlace.whole(file);
  }

  private static FaultPlace place(String file, Mark mark) {
    return new FaultPlace(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
