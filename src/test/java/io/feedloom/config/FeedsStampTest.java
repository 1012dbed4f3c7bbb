package io.feedloom.config;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedsStampTest {
  @TempDir private Path folder;
  private Path file;
  private String before;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("feeds.yml");
    Files.writeString(file, "feeds: []\n");
    before = stamp(file);
  }

  private static String stamp(Path... files) {
    return FeedsStamp.of(Set.of(files));
  }

  @Test
  void staysWhereNothingChanged() throws IOException {
    Files.writeString(folder.resolve("unrelated"), "x");

    assertThat(stamp(file)).isEqualTo(before);
  }

  @Test
  void changesWhenAnEditorWritesIntoTheFile() throws IOException {
    Files.writeString(file, "feeds: [x]\n");

    assertThat(stamp(file)).isNotEqualTo(before);
  }

  @Test
  void changesBetweenTruncatingAndWriting() throws IOException {
    Files.writeString(file, "");
    var truncated = stamp(file);
    Files.writeString(file, "feeds: []\n");

    assertThat(truncated).isNotEqualTo(before).isNotEqualTo(stamp(file));
  }

  @Test
  void changesWhenAnEditorRenamesANewFileOverTheOld() throws IOException {
    var modified = Files.getLastModifiedTime(file);
    var fresh = Files.writeString(folder.resolve(".feeds.yml.swp"), "feeds: []\n");
    Files.setLastModifiedTime(fresh, modified);
    Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);

    assertThat(stamp(file)).isNotEqualTo(before);
  }

  @Test
  void changesWhenSizeAndTimeStayTheSame() throws IOException {
    var modified = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, modified);
    before = stamp(file);
    Files.writeString(file, "feeds: {}\n");
    Files.setLastModifiedTime(file, modified);

    assertThat(stamp(file)).isNotEqualTo(before);
  }

  @Test
  void changesWhenAConfigMapIsSwapped() throws IOException {
    var mount = Files.createDirectory(folder.resolve("mount"));
    for (var version : new String[] {"..v1", "..v2"}) {
      Files.createDirectory(mount.resolve(version));
      var projected = Files.writeString(mount.resolve(version).resolve("feeds.yml"), "feeds: []\n");
      Files.setLastModifiedTime(projected, FileTime.fromMillis(0));
    }
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..v1"));
    var seen = Files.createSymbolicLink(mount.resolve("feeds.yml"), Path.of("..data/feeds.yml"));
    before = stamp(seen);

    var swap = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..v2"));
    Files.move(swap, mount.resolve("..data"), ATOMIC_MOVE, REPLACE_EXISTING);

    assertThat(stamp(seen)).isNotEqualTo(before);
  }

  @Test
  void changesWhenAFileComesOrGoes() throws IOException {
    Files.delete(file);
    var gone = stamp(file);
    Files.writeString(file, "feeds: []\n");

    assertThat(gone).isNotEqualTo(before).isNotEqualTo(stamp(file));
  }

  @Test
  void changesWhenALinkThatLedNowhereLeadsToAFile() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("link.yml"), Path.of("later.yml"));
    before = stamp(link);
    Files.writeString(folder.resolve("later.yml"), "feeds: []\n");

    assertThat(stamp(link)).isNotEqualTo(before);
  }

  @Test
  void changesWhenAListedFolderGainsAFile() throws IOException {
    before = stamp(folder);
    Files.writeString(folder.resolve("more.yml"), "feeds: []\n");

    assertThat(stamp(folder)).isNotEqualTo(before);
  }

  @Test
  void changesWhenALargeFileIsSaved() throws IOException {
    Files.writeString(file, "# " + "x".repeat(2 << 20));
    before = stamp(file);
    Files.writeString(file, "# " + "x".repeat((2 << 20) + 1));

    assertThat(stamp(file)).isNotEqualTo(before);
  }

  @Test
  void coversAllFilesThatWereRead() throws IOException {
    Files.createDirectory(folder.resolve("more"));
    Files.writeString(folder.resolve("more/a.yml"), "feeds: []\n");
    Files.writeString(file, "feeds: []\ninclude: [more/*.yml]\n");
    var files = FeedsFile.read(file, Map.of(), _ -> Optional.empty()).files();
    before = FeedsStamp.of(files);
    assertThat(FeedsStamp.of(files)).isEqualTo(before);

    Files.writeString(folder.resolve("more/b.yml"), "feeds: []\n");

    assertThat(FeedsStamp.of(files)).isNotEqualTo(before);
  }

  @Test
  void changesWhenTheFolderOfAPatternComes() throws IOException {
    Files.writeString(file, "feeds: []\ninclude: [later/*.yml, deep/er/**/x.yml]\n");
    for (var missing : List.of("later", "deep", "deep/er")) {
      var files = FeedsFile.read(file, Map.of(), _ -> Optional.empty()).files();
      before = FeedsStamp.of(files);

      Files.createDirectory(folder.resolve(missing));

      assertThat(FeedsStamp.of(files)).as(missing).isNotEqualTo(before);
    }
  }
}
