package io.feedloom.config;

import io.feedloom.select.Selections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The folder of an admin, with a feeds.yml in it. */
record AdminFolder(Path path) {
  AdminFolder write(String file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  AdminFolder write(String file, byte[] bytes) {
    try {
      var target = path.resolve(file);
      Files.createDirectories(target.getParent());
      Files.write(target, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Loaded read(Map<String, String> environment) {
    return FeedsFile.read(path.resolve("feeds.yml"), environment, Selections::fault);
  }

  Settings settings() {
    return settings(Map.of());
  }

  Settings settings(Map<String, String> environment) {
    return switch (read(environment)) {
      case Loaded.Valid valid -> valid.settings();
      case Loaded.Invalid invalid -> throw new AssertionError(invalid.faults());
    };
  }

  List<String> faults() {
    return faults(Map.of());
  }

  /** As printed, with files named from this folder on. */
  List<String> faults(Map<String, String> environment) {
    return read(environment).faults().stream().map(this::shorten).toList();
  }

  /** Of those, the ones that leave something out of settings that come into force. */
  List<String> leftOut() {
    return switch (read(Map.of())) {
      case Loaded.Valid valid -> valid.faults().stream().map(this::shorten).toList();
      case Loaded.Invalid invalid -> throw new AssertionError(invalid.faults());
    };
  }

  String shorten(Fault fault) {
    return fault.toString().replace(path + "/", "");
  }

  List<String> addresses() {
    return settings().subscriptions().stream().map(feed -> feed.url().toString()).toList();
  }
}
