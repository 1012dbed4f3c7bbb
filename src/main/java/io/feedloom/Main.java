package io.feedloom;

import java.time.Clock;
import org.jspecify.annotations.NullMarked;

/** The program. Holds the one system clock; everything else is handed the time. */
@NullMarked
public final class Main {
  private Main() {}

  /** Runs the command named by the arguments and exits with its code. */
  public static void main(String[] args) {
    Clock clock = Clock.systemUTC();
    System.out.println("feedloom " + clock.instant());
  }
}
