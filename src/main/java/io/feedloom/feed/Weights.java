package io.feedloom.feed;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * An immutable list of numbers, 0 or larger, each with five digits, so that a feed's rhythm takes a
 * few hundred bytes.
 */
public final class Weights {
  /** Three bytes for each number: IEEE 754 binary32 without the last eight bits. */
  private static final int BYTES = 3;

  private static final int DROPPED = 8;

  /** The sign, which no weight needs, marks a run of zeros. */
  private static final int RUN = 1 << 23;

  private final float[] values;

  private Weights(float[] values) {
    this.values = values;
  }

  /** Returns a list of zeros. */
  public static Weights zeros(int size) {
    return new Weights(new float[size]);
  }

  /** Returns a list of these numbers, rounded. A negative number or NaN counts as zero. */
  public static Weights of(double... values) {
    var kept = new float[values.length];
    for (int i = 0; i < kept.length; i++) {
      float value = (float) Math.min(Float.MAX_VALUE, values[i]);
      kept[i] = value > 0 ? number(bits(value)) : 0;
    }
    return new Weights(kept);
  }

  private static int bits(float value) {
    return Float.floatToRawIntBits(value) >>> DROPPED;
  }

  private static float number(int bits) {
    return Float.intBitsToFloat(bits << DROPPED);
  }

  /**
   * Parses the result of {@link #text()}; empty if the text is invalid or has another number of
   * weights.
   */
  public static Optional<Weights> parse(String text, int size) {
    try {
      return read(Base64.getUrlDecoder().decode(text), size);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Weights> read(byte[] bytes, int size) {
    var values = new float[size];
    int at = 0;
    int end = bytes.length - bytes.length % BYTES;
    for (int i = 0; i < end; i += BYTES) {
      int next = (bytes[i] & 0xff) << 16 | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff);
      if ((next & RUN) != 0) {
        at += next - RUN;
      } else if (at < size) {
        values[at++] = number(next);
      } else {
        return Optional.empty();
      }
    }
    return at == size ? Optional.of(new Weights(values)) : Optional.empty();
  }

  /** Returns a short text: base64 of the numbers, with one number for each run of zeros. */
  public String text() {
    var bytes = new ByteArrayOutputStream(values.length * BYTES);
    for (int i = 0; i < values.length; ) {
      int from = i;
      while (i < values.length && values[i] == 0) {
        i++;
      }
      int next = i > from ? RUN + i - from : bits(values[i++]);
      bytes.write(next >>> 16);
      bytes.write(next >>> 8);
      bytes.write(next);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** Returns the numbers from index {@code from} up to, but without, index {@code to}. */
  public Weights part(int from, int to) {
    return new Weights(Arrays.copyOfRange(values, from, to));
  }

  /** Returns this list followed by another. */
  public Weights then(Weights next) {
    var all = Arrays.copyOf(values, values.length + next.values.length);
    System.arraycopy(next.values, 0, all, values.length, next.values.length);
    return new Weights(all);
  }

  public int size() {
    return values.length;
  }

  public double get(int index) {
    return values[index];
  }

  public double sum() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  /** Returns the numbers as a new array. */
  public double[] toArray() {
    var copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights weights && Arrays.equals(values, weights.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
