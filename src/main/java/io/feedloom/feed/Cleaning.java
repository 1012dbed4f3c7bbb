package io.feedloom.feed;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is cleaned in the entries of a feed before they are stored.
 *
 * @param chosen what the admin switched on or off; everything else is on
 */
public record Cleaning(Map<Part, Boolean> chosen) {
  /** Something that can be cleaned. */
  public enum Part {
    /** Pictures that a script loads get their addresses. */
    LAZY_IMAGES,
    /** Links lose the parameters that only track readers. */
    TRACKING,
    /** Pictures that show nothing are dropped. */
    PIXELS,
    /** Buttons for sharing, and lists of related posts, are dropped. */
    SHARE;

    /** Returns the name of the option that switches it. */
    public String option() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Nothing is chosen, so everything is cleaned. */
  public static final Cleaning ALL = new Cleaning(Map.of());

  /** Nothing is cleaned. */
  public static final Cleaning NONE = all(false);

  public Cleaning {
    var copy = new EnumMap<Part, Boolean>(Part.class);
    copy.putAll(chosen);
    chosen = Collections.unmodifiableMap(copy);
  }

  /** Returns the choice to clean everything, or nothing. */
  public static Cleaning all(boolean on) {
    var chosen = new EnumMap<Part, Boolean>(Part.class);
    for (var part : Part.values()) {
      chosen.put(part, on);
    }
    return new Cleaning(chosen);
  }

  /** Returns whether this part is cleaned. */
  public boolean does(Part part) {
    return chosen.getOrDefault(part, true);
  }

  /** Returns these choices, and those of a more general option for the other parts. */
  public Cleaning over(Cleaning general) {
    if (general.chosen.isEmpty()) {
      return this;
    }
    var both = new EnumMap<Part, Boolean>(Part.class);
    both.putAll(general.chosen);
    both.putAll(chosen);
    return new Cleaning(both);
  }
}
