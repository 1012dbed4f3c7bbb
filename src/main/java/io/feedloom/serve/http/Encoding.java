package io.feedloom.serve.http;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * The content codings that pages are kept in (RFC 9110 section 12.5.3), the one that packs feeds
 * tightest last.
 */
public enum Encoding {
  IDENTITY("identity", ""),
  GZIP("gzip", "-gzip"),
  /** RFC 8878. */
  ZSTD("zstd", "-zstd"),
  /** RFC 7932. */
  BR("br", "-br");

  /** Each page is packed once and sent often, but the first reader waits for it: not the most. */
  private static final int ZSTD_LEVEL = 9;

  private static final int BROTLI_QUALITY = 5;

  private final String coding;
  private final String suffix;

  Encoding(String coding, String suffix) {
    this.coding = coding;
    this.suffix = suffix;
  }

  /** Brotli's native library is loaded when a client first takes a coding. */
  private static final class Brotli {
    static final boolean AVAILABLE = Brotli4jLoader.isAvailable();
  }

  /** The {@code Content-Encoding}; empty for plain bytes. */
  Optional<String> contentEncoding() {
    return this == IDENTITY ? Optional.empty() : Optional.of(coding);
  }

  /** The entity tag of one rendition: a strong tag names bytes, so each coding has its own. */
  String etag(String plain) {
    return plain + suffix;
  }

  /** The tag without what tells the coding. */
  static String plain(String etag) {
    return Arrays.stream(values())
        .filter(e -> !e.suffix.isEmpty() && etag.endsWith(e.suffix))
        .map(e -> etag.substring(0, etag.length() - e.suffix.length()))
        .findFirst()
        .orElse(etag);
  }

  byte[] encode(byte[] plain) {
    try {
      return switch (this) {
        case IDENTITY -> plain;
        case GZIP -> gzip(plain);
        case ZSTD -> Zstd.compress(plain, ZSTD_LEVEL);
        case BR ->
            Encoder.compress(
                plain,
                new Encoder.Parameters().setQuality(BROTLI_QUALITY).setMode(Encoder.Mode.TEXT));
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] body) throws IOException {
    var out = new ByteArrayOutputStream(body.length / 3 + 64);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    }
    return out.toByteArray();
  }

  /**
   * The coding for this {@code Accept-Encoding}: that which the client prefers, and of those that
   * it takes alike the tightest. Who takes anything gets gzip, which everyone can read; who takes
   * nothing gets plain bytes all the same, as the RFC allows.
   */
  public static Encoding forHeader(Optional<String> acceptEncoding) {
    Map<Encoding, Double> weights = new EnumMap<>(Encoding.class);
    double any = 0;
    for (String part : acceptEncoding.orElse("").split(",", -1)) {
      int semicolon = part.indexOf(';');
      double weight = semicolon < 0 ? 1 : weight(part.substring(semicolon + 1));
      var name = (semicolon < 0 ? part : part.substring(0, semicolon)).strip();
      if (name.equals("*")) {
        any = weight;
      } else {
        named(name).ifPresent(encoding -> weights.putIfAbsent(encoding, weight));
      }
    }
    weights.putIfAbsent(GZIP, any);
    return weights.entrySet().stream()
        .filter(entry -> entry.getValue() > 0 && entry.getKey().isAvailable())
        .max(
            Map.Entry.<Encoding, Double>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(IDENTITY);
  }

  private static Optional<Encoding> named(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("x-gzip")
        ? Optional.of(GZIP)
        : Arrays.stream(values()).filter(e -> e.coding.equals(lower)).findFirst();
  }

  private boolean isAvailable() {
    return switch (this) {
      // The store does not open without the library of Zstandard.
      case IDENTITY, GZIP, ZSTD -> true;
      case BR -> Brotli.AVAILABLE;
    };
  }

  private static double weight(String parameter) {
    var text = parameter.strip();
    try {
      return text.startsWith("q=") ? Double.parseDouble(text.substring(2).strip()) : 1;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
