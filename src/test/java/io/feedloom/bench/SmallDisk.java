package io.feedloom.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A small disk in memory that can be filled and emptied. Only root may make one. */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 64 << 10;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Returns whether this machine allows such disks. */
  static boolean isPossible(Path scratch) throws IOException, InterruptedException {
    var probe = Files.createDirectories(scratch.resolve("probe"));
    return run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString())
        && run("umount", probe.toString());
  }

  /** Mounts a disk at a folder, which is created. */
  static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    if (!run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString())) {
      throw new IOException("cannot mount a disk at " + folder);
    }
    return new SmallDisk(folder);
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  /** Fills it, also what was freed since the last time. */
  void fill() throws IOException {
    try (var file = new RandomAccessFile(filler().toFile(), "rw")) {
      file.seek(file.length());
      for (int block = BLOCK; block > 0; block /= 16) {
        while (wasWritten(file, new byte[block])) {
          // until nothing more fits
        }
      }
    }
  }

  private static boolean wasWritten(RandomAccessFile file, byte[] block) {
    try {
      file.write(block);
      return true;
    } catch (IOException e) {
      return false; // the disk is full
    }
  }

  /** Gives the room back. */
  void empty() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  /** Removes it with all that it contains. */
  @Override
  public void close() {
    try {
      run("umount", "-l", folder.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
