package io.feedloom.parse.field;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads the lengths of files and the sizes of pictures. */
public final class Sizes {
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,18})(?:\\.[0-9]*)?(?:px)?");

  private Sizes() {}

  public static OptionalLong length(Optional<String> written) {
    long length = written.map(Sizes::digits).orElse(0L);
    return length > 0 ? OptionalLong.of(length) : OptionalLong.empty();
  }

  static OptionalInt size(Optional<String> written) {
    long size = written.map(Sizes::digits).orElse(0L);
    return size > 0 && size <= Integer.MAX_VALUE ? OptionalInt.of((int) size) : OptionalInt.empty();
  }

  private static long digits(String written) {
    long plain = plainDigits(written);
    if (plain >= 0) {
      return plain;
    }
    var number = NUMBER.matcher(written.replace(",", ""));
    return number.matches() ? Long.parseLong(number.group(1)) : 0;
  }

  /** Returns the number if the text consists only of digits, as nearly all do; otherwise -1. */
  private static long plainDigits(String written) {
    long number = written.isEmpty() || written.length() > 18 ? -1 : 0;
    for (int i = 0; i < written.length() && number >= 0; i++) {
      char c = written.charAt(i);
      number = c >= '0' && c <= '9' ? number * 10 + c - '0' : -1;
    }
    return number;
  }
}
