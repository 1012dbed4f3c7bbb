package io.feedloom.parse.page;

import java.util.Map;

/** The usual abbreviations of time zones, also German ones. */
final class ZoneWords {
  private static final Map<String, Integer> MINUTES =
      Map.ofEntries(
          Map.entry("cet", 60),
          Map.entry("mez", 60),
          Map.entry("bst", 60),
          Map.entry("west", 60),
          Map.entry("cest", 120),
          Map.entry("mesz", 120),
          Map.entry("eet", 120),
          Map.entry("sast", 120),
          Map.entry("eest", 180),
          Map.entry("msk", 180),
          Map.entry("ist", 330),
          Map.entry("hkt", 480),
          Map.entry("sgt", 480),
          Map.entry("jst", 540),
          Map.entry("kst", 540),
          Map.entry("aest", 600),
          Map.entry("aedt", 660),
          Map.entry("nzst", 720),
          Map.entry("nzdt", 780),
          Map.entry("est", -300),
          Map.entry("edt", -240),
          Map.entry("cst", -360),
          Map.entry("cdt", -300),
          Map.entry("mst", -420),
          Map.entry("mdt", -360),
          Map.entry("pst", -480),
          Map.entry("pdt", -420),
          Map.entry("brt", -180));

  private ZoneWords() {}

  /** Returns how many minutes a zone is ahead of UTC; 0 for an unknown name. */
  static int minutes(String name) {
    return MINUTES.getOrDefault(name, 0);
  }
}
