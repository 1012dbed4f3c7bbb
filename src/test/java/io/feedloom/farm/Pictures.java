package io.feedloom.farm;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Draws a different landscape for every name: a sky, a sun, some ranges of hills. */
final class Pictures {
  private Pictures() {}

  /** Returns an SVG of this size in pixels. Equal names give the same view at any size. */
  static String svg(String name, int width, int height) {
    var random = new SplittableRandom(name.hashCode() * 2_654_435_761L);
    int hue = random.nextInt(360);
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 800 450" preserveAspectRatio="xMidYMid slice">
        <defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="hsl(%d,55%%,58%%)"/><stop offset="1" stop-color="hsl(%d,75%%,86%%)"/></linearGradient></defs>
        <rect width="800" height="450" fill="url(#s)"/>
        <circle cx="%d" cy="%d" r="%d" fill="hsl(%d,90%%,92%%)"/>
        """
            .formatted(
                width,
                height,
                hue,
                (hue + 40) % 360,
                random.nextInt(120, 680),
                random.nextInt(70, 200),
                random.nextInt(26, 60),
                (hue + 60) % 360));
    for (int range = 0; range < 4; range++) {
      svg.append("<path d=\"")
          .append(hills(random, 210 + range * 55))
          .append("\" fill=\"")
          .append(
              String.format(
                  Locale.ROOT, "hsl(%d,%d%%,%d%%)", (hue + 200) % 360, 28, 62 - range * 13))
          .append("\"/>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private static String hills(RandomGenerator random, int level) {
    var path = new StringBuilder("M0 450V").append(level + random.nextInt(-30, 30));
    for (int x = 0; x < 800; x += 160) {
      path.append("C")
          .append(x + 50)
          .append(' ')
          .append(level - random.nextInt(10, 70))
          .append(' ')
          .append(x + 100)
          .append(' ')
          .append(level + random.nextInt(0, 40))
          .append(' ')
          .append(x + 160)
          .append(' ')
          .append(level + random.nextInt(-30, 30));
    }
    return path.append("V450Z").toString();
  }
}
