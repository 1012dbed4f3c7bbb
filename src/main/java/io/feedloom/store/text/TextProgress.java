package io.feedloom.store.text;

import io.feedloom.feed.EntryKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a text index has followed the log of arrivals. It is committed with the index.
 *
 * @param sequence the position in the log
 * @param read the last entry that was read, while all entries are read again
 */
record TextProgress(long sequence, Optional<EntryKey> read) {
  private static final String SEQUENCE = "sequence";
  private static final String STORE = "store";
  private static final String FEED = "feed";
  private static final String ID = "id";

  /** Returns the progress of an empty index, for which all entries must be read. */
  static TextProgress empty(long sequence) {
    return new TextProgress(sequence, Optional.of(new EntryKey(-1, Long.MAX_VALUE)));
  }

  /**
   * Reads the progress that was committed with an index; empty if it belongs to another database.
   *
   * @param identity the secret number of the database
   * @param end the last position in its log
   */
  static Optional<TextProgress> of(Map<String, String> data, long identity, long end) {
    long sequence = Long.parseLong(data.getOrDefault(SEQUENCE, "0"));
    if (!String.valueOf(identity).equals(data.get(STORE)) || sequence > end) {
      return Optional.empty();
    }
    long id = Long.parseLong(data.getOrDefault(ID, "0"));
    return Optional.of(
        new TextProgress(
            sequence,
            Optional.ofNullable(data.get(FEED))
                .map(feed -> new EntryKey(Integer.parseInt(feed), id))));
  }

  /** Returns the data to commit with an index. */
  Map<String, String> data(long identity) {
    var data = new HashMap<String, String>();
    data.put(STORE, String.valueOf(identity));
    data.put(SEQUENCE, String.valueOf(sequence));
    read.ifPresent(
        key -> {
          data.put(FEED, String.valueOf(key.feed()));
          data.put(ID, String.valueOf(key.id()));
        });
    return data;
  }
}
