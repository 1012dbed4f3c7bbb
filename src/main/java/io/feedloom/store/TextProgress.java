package io.feedloom.store;

import io.feedloom.feed.EntryKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far an index of texts has followed the log of arrivals. It is committed with the index.
 *
 * @param sequence in the log
 * @param read the last entry that was read again, while all are
 */
record TextProgress(long sequence, Optional<EntryKey> read) {
  private static final String SEQUENCE = "sequence";
  private static final String STORE = "store";
  private static final String FEED = "feed";
  private static final String ID = "id";

  /** Returns the progress of an empty index, into which all entries are to be read. */
  static TextProgress empty(long sequence) {
    return new TextProgress(sequence, Optional.of(new EntryKey(-1, Long.MAX_VALUE)));
  }

  /**
   * Returns what was committed with an index; empty where that is of another database.
   *
   * @param identity of the database
   * @param end of its log
   */
  static Optional<TextProgress> of(Map<String, String> told, long identity, long end) {
    long sequence = Long.parseLong(told.getOrDefault(SEQUENCE, "0"));
    if (!String.valueOf(identity).equals(told.get(STORE)) || sequence > end) {
      return Optional.empty();
    }
    long id = Long.parseLong(told.getOrDefault(ID, "0"));
    return Optional.of(
        new TextProgress(
            sequence,
            Optional.ofNullable(told.get(FEED))
                .map(feed -> new EntryKey(Integer.parseInt(feed), id))));
  }

  /** Returns what is to be committed with an index. */
  Map<String, String> told(long identity) {
    var told = new HashMap<String, String>();
    told.put(STORE, String.valueOf(identity));
    told.put(SEQUENCE, String.valueOf(sequence));
    read.ifPresent(
        key -> {
          told.put(FEED, String.valueOf(key.feed()));
          told.put(ID, String.valueOf(key.id()));
        });
    return told;
  }
}
