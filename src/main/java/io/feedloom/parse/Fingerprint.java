package io.feedloom.parse;

import io.feedloom.parse.xml.XmlElement;
import io.feedloom.parse.xml.XmlText;
import java.util.Set;

/**
 * A 64-bit hash of an item's content, computed in one fast pass over its tree. It combines the
 * length and the hash code of each text. {@link String#hashCode} is specified, so the hash is the
 * same on every node and after every restart, and it is faster than a hash function of our own.
 * Counters that change with every poll are left out.
 */
final class Fingerprint {
  // The odd constants of xxHash64.
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;

  /** The elements that count comments, votes and views. */
  private static final Set<String> VOLATILE =
      Set.of("slash:comments", "slash:hit_parade", "thr:total", "media:community", "fh:count");

  /** The attribute of a date that was read from words such as "3 hours ago". */
  private static final String RELATIVE = "feedloom-relative";

  private long hash = P3;

  /** Returns the fingerprint of an item. */
  static long of(XmlElement item) {
    var fingerprint = new Fingerprint();
    fingerprint.add(item);
    return fingerprint.value();
  }

  Fingerprint add(String text) {
    long word = ((long) text.length() << 32) | (text.hashCode() & 0xFFFF_FFFFL);
    hash = Long.rotateLeft(hash ^ word * P2, 31) * P1;
    return this;
  }

  long value() {
    long h = hash;
    h = (h ^ h >>> 33) * P2;
    h = (h ^ h >>> 29) * P3;
    return h ^ h >>> 32;
  }

  private void add(XmlElement element) {
    add(element.local());
    for (int i = 0; i < element.attributeNames().size(); i++) {
      add(element.attributeNames().get(i).local()).add(element.attributeValues().get(i));
    }
    for (int i = 0; i < element.size(); i++) {
      switch (element.content(i)) {
        case XmlText text -> add(text.text());
        case XmlElement child when isVolatile(child) -> {}
        case XmlElement child
            when child.attributeNames().stream()
                .anyMatch(name -> name.local().equals(RELATIVE)) -> {}
        case XmlElement child -> add(child);
      }
    }
    hash = hash * P2 + 1;
  }

  private static boolean isVolatile(XmlElement element) {
    return !element.prefix().isEmpty() && VOLATILE.contains(element.field());
  }
}
