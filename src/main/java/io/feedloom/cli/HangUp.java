package io.feedloom.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action when the process gets SIGHUP, as services do. In a terminal the signal means that
 * the terminal was closed, so there it ends the process as before.
 *
 * <p>The JDK has no public API for signals. {@code sun.misc.Signal} is used by reflection, because
 * the compiler warns about every direct use.
 */
final class HangUp {
  private static final Logger log = LoggerFactory.getLogger(HangUp.class);
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private HangUp() {}

  /** Runs the action at each SIGHUP from now on, in a thread of its own. */
  static void run(Runnable action) {
    if (inTerminal()) {
      return;
    }
    try {
      var signal = Class.forName(SIGNAL);
      var handler = Class.forName(HANDLER);
      var proxy =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" ->
                        System.identityHashCode(arguments[0]) == System.identityHashCode(self);
                    default -> HangUp.class.getName();
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
    } catch (ReflectiveOperationException e) {
      // Windows has no SIGHUP, and some options of the JVM reserve it.
      log.debug(
          "SIGHUP does not reload feeds.yml: {}",
          String.valueOf(e instanceof InvocationTargetException it ? it.getCause() : e));
    }
  }

  private static boolean inTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }
}
