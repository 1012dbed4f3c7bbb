package io.feedloom.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory. Only root can mount it; otherwise the test is skipped. */
public record SmallDisk(Path folder) {
  /** Mounts a disk of this size in a folder, which is created. */
  public static SmallDisk mount(Path folder, int mebibytes)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString()),
        "only root may mount a small disk");
    return new SmallDisk(folder);
  }

  /** Unmounts the disk. */
  public void unmount() throws IOException, InterruptedException {
    run("umount", folder.toString());
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
