package io.feedloom.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jdom2.Content;
import org.jdom2.Element;
import org.jdom2.Text;

/**
 * A 64-bit hash of all that is kept of an item, made in one fast pass over its tree. Counters that
 * change with every poll are left out. The same on every node and after every restart.
 */
final class Fingerprint {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // The odd constants of xxHash64.
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;

  /** Counts of comments, votes and views. */
  private static final Set<String> VOLATILE =
      Set.of("slash:comments", "slash:hit_parade", "thr:total", "media:community", "fh:count");

  private long hash = P3;

  /** The fingerprint of an item. */
  static long of(Element item) {
    var fingerprint = new Fingerprint();
    fingerprint.add(item);
    return fingerprint.value();
  }

  Fingerprint add(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    long h = hash ^ bytes.length * P1;
    int i = 0;
    for (; i <= bytes.length - 8; i += 8) {
      h = Long.rotateLeft(h ^ (long) LONGS.get(bytes, i) * P2, 31) * P1;
    }
    for (; i < bytes.length; i++) {
      h = Long.rotateLeft(h ^ (bytes[i] & 0xFF) * P2, 11) * P1;
    }
    hash = h;
    return this;
  }

  long value() {
    long h = hash;
    h = (h ^ h >>> 33) * P2;
    h = (h ^ h >>> 29) * P3;
    return h ^ h >>> 32;
  }

  private void add(Element element) {
    add(element.getName());
    if (element.hasAttributes()) {
      for (var attribute : element.getAttributes()) {
        add(attribute.getName()).add(attribute.getValue());
      }
    }
    for (int i = 0; i < element.getContentSize(); i++) {
      Content content = element.getContent(i);
      if (content instanceof Text text) {
        add(text.getText());
      } else if (content instanceof Element child && !isVolatile(child)) {
        add(child);
      }
    }
    hash = hash * P2 + 1;
  }

  private static boolean isVolatile(Element element) {
    return !element.getNamespacePrefix().isEmpty() && VOLATILE.contains(Fields.name(element));
  }
}
