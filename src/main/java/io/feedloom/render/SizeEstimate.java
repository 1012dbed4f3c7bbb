package io.feedloom.render;

import io.feedloom.feed.StoredEntry;

/** Estimates the size of a document, so that its buffer rarely has to grow. */
final class SizeEstimate {
  private static final int PER_ENTRY = 1_500;

  private SizeEstimate() {}

  static int of(MergedFeed feed) {
    long size = 4_096;
    for (StoredEntry stored : feed.entries()) {
      int content = stored.entry().content().map(String::length).orElse(0);
      int summary = stored.entry().summary().map(String::length).orElse(0);
      size += PER_ENTRY + (content + summary) * 5L / 4;
    }
    return (int) Math.min(size, 64 << 20);
  }
}
