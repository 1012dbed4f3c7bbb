package io.feedloom.store.row;

import io.feedloom.feed.PollState.Outcome;
import io.feedloom.feed.Polled;
import io.feedloom.feed.Update;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last polls of a feed as bytes, the newest first, 12 bytes each. To add a poll, a statement
 * puts its bytes in front and keeps the first {@link #SIZE} bytes, so the other polls need not be
 * read.
 */
public final class History {
  /**
   * The number of bytes of one poll: seconds since 1970, outcome, status, milliseconds, arrived.
   */
  private static final int EACH = 4 + 1 + 2 + 3 + 2;

  private static final int MAX_POLLS = 50;

  /** The most bytes of one feed. */
  public static final int SIZE = MAX_POLLS * EACH;

  /** An outcome is stored as its index in this list, so new outcomes go to the end. */
  private static final List<Outcome> OUTCOMES =
      List.of(
          Outcome.NEW,
          Outcome.FRESH,
          Outcome.UNCHANGED,
          Outcome.THROTTLED,
          Outcome.FAILED,
          Outcome.GONE);

  private static final int MAX_MILLIS = (1 << 24) - 1;
  private static final int MAX_ARRIVED = (1 << 16) - 1;

  private History() {}

  /** Returns the bytes that an update adds; none if it is not of a poll. */
  public static byte[] of(Update update) {
    if (update.isPushed()) {
      return new byte[0];
    }
    int took = Math.clamp(update.duration().toMillis(), 0, MAX_MILLIS);
    return ByteBuffer.allocate(EACH)
        .putInt((int) update.polledAt().getEpochSecond())
        .put((byte) OUTCOMES.indexOf(update.next().outcome()))
        .putShort((short) update.next().status())
        .put((byte) (took >> 16))
        .putShort((short) took)
        .putShort((short) Math.min(update.changed().size(), MAX_ARRIVED))
        .array();
  }

  /** Reads the polls, the newest first. */
  public static List<Polled> read(byte @Nullable [] packed) {
    var polls = new ArrayList<Polled>();
    if (packed != null) {
      var bytes = ByteBuffer.wrap(packed);
      while (bytes.remaining() >= EACH) {
        polls.add(next(bytes));
      }
    }
    return polls;
  }

  private static Polled next(ByteBuffer bytes) {
    var at = Instant.ofEpochSecond(Integer.toUnsignedLong(bytes.getInt()));
    var outcome = OUTCOMES.get(bytes.get());
    int status = Short.toUnsignedInt(bytes.getShort());
    int took = Byte.toUnsignedInt(bytes.get()) << 16 | Short.toUnsignedInt(bytes.getShort());
    return new Polled(
        at, outcome, status, Duration.ofMillis(took), Short.toUnsignedInt(bytes.getShort()));
  }
}
