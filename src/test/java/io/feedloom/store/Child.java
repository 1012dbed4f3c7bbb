package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import io.feedloom.store.api.StoreException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A separate process that opens a store. */
final class Child {
  private Child() {}

  /** Starts the main method of a class with the class path of this JVM. Its errors go to ours. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /** Starts the main method of a class with options of the JVM. */
  static Process start(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Returns the last line that the program has written; waits for one. */
  static String line(Process process) throws IOException {
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("> ")) {
        return line.substring(2);
      }
    }
    return "";
  }

  /**
   * {@code make <file>} locks a file and keeps it. {@code hold <url>} opens a store and keeps it,
   * {@code grow <url>} adds a feed to it, {@code classes <url>} prints what was loaded for it.
   */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "make" -> make(Path.of(arguments[1]));
      case "grow" -> grow(arguments[1]);
      default -> open(arguments[0], arguments[1]);
    }
  }

  private static void make(Path file) throws Exception {
    try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      System.out.println(lock.isValid() ? "> making" : "> no lock");
      new CountDownLatch(1).await();
    }
  }

  private static void grow(String url) {
    try (var store = Store.open(StorageSettings.ofUrl(url), Path.of("."))) {
      var name = "f" + ProcessHandle.current().pid();
      store.feeds().subscribe(List.of(Sample.subscription(name)), Sample.NOON);
      System.out.println("> grown");
    } catch (StoreException e) {
      System.out.println("> " + e.getMessage());
    }
  }

  private static void open(String what, String url) throws Exception {
    var store = Store.open(StorageSettings.ofUrl(url), Path.of("."));
    if (what.equals("hold")) {
      System.out.println("> holding");
      new CountDownLatch(1).await();
    }
    var find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
    find.setAccessible(true);
    var flyway = find.invoke(Store.class.getClassLoader(), "org.flywaydb.core.Flyway");
    System.out.println("> flyway loaded: " + (flyway != null));
    store.close();
  }
}
