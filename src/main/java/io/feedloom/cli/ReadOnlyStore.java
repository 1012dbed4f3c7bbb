package io.feedloom.cli;

import io.feedloom.config.StorageSettings;
import io.feedloom.store.Store;
import io.feedloom.store.api.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the store without disturbing a running Feedloom. */
final class ReadOnlyStore {
  private ReadOnlyStore() {}

  /**
   * Opens the store and passes it to a function. Then closes it and deletes its copy.
   *
   * @param folder the folder against which relative paths are resolved
   * @param use gets the store; empty if nothing is stored yet
   * @throws StoreException if the store cannot be read
   */
  static <T> T at(StorageSettings storage, Path folder, Function<Optional<Store>, T> use) {
    try {
      var workplace = Files.createTempDirectory("feedloom");
      try {
        return use(Store.openToLook(storage, folder, workplace), use);
      } finally {
        delete(workplace);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T use(Optional<Store> store, Function<Optional<Store>, T> use) {
    try {
      return use.apply(store);
    } finally {
      store.ifPresent(Store::close);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
