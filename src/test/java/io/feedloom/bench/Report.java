package io.feedloom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Prints figures, each with the limit for comparison. */
final class Report {
  private Report() {}

  /** Prints the subject, the machine and what the columns are. */
  static void title(String what) {
    subject(what);
    System.out.printf("%-44s %14s   %14s  %s%n", "", "measured", "limit", "ratio");
  }

  /** Prints the subject and the machine. */
  static void subject(String what) {
    System.out.printf("%n%s%n%s%n%n", what, machine());
  }

  /** Begins a section of the report. */
  static void section(String name) {
    System.out.printf("%n%s%n", name);
  }

  /** Returns the value that a share of all values does not exceed. */
  static double quantile(double[] values, double share) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int at = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.clamp(at, 0, sorted.length - 1)];
  }

  /** Prints a figure without a limit. */
  static void line(String name, double value, String unit) {
    System.out.printf("  %-42s %14s %s%n", name, number(value), unit);
  }

  /** Prints a figure, for which more is better, and the limit from the same run. */
  static void line(String name, double value, String unit, double limit, String what) {
    System.out.printf(
        "  %-42s %14s / %14s  %.2f  %s (%s)%n",
        name, number(value), number(limit), value / limit, unit, what);
  }

  /** Prints a remark about the figures. */
  static void note(String text) {
    System.out.println("  " + text);
  }

  /** Returns the median of one figure of some runs. */
  static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
    return median(runs.stream().mapToDouble(figure).toArray());
  }

  static double median(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value < 10 ? "%,.2f" : value < 100 ? "%,.1f" : "%,.0f", value);
  }

  private static String machine() {
    return "%d cores%s, %s %s, JDK %s, load %.1f"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version(),
            java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                .getSystemLoadAverage());
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> " (" + line.substring(line.indexOf(':') + 2) + ")")
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return ""; // not Linux
    }
  }
}
