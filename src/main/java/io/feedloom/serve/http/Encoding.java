package io.feedloom.serve.http;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import io.feedloom.codec.NativeCodecs;
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
 * The content codings of documents (RFC 9110 section 12.5.3), ordered by how small they make a
 * feed, the smallest last.
 */
public enum Encoding {
  IDENTITY("identity", ""),
  GZIP("gzip", "-gzip"),
  /** RFC 8878. */
  ZSTD("zstd", "-zstd"),
  /** RFC 7932. */
  BR("br", "-br");

  /** The first reader waits while a page is compressed, so this is not the highest level. */
  private static final int ZSTD_LEVEL = 9;

  private static final int BROTLI_QUALITY = 5;

  private final String coding;
  private final String suffix;

  Encoding(String coding, String suffix) {
    this.coding = coding;
    this.suffix = suffix;
  }

  /** Returns the {@code Content-Encoding}; empty for uncompressed bytes. */
  Optional<String> contentEncoding() {
    return this == IDENTITY ? Optional.empty() : Optional.of(coding);
  }

  /**
   * Returns the entity tag of a rendition. A strong tag identifies bytes, so each coding has its
   * own.
   */
  String etag(String plain) {
    return plain + suffix;
  }

  /** Returns a tag without the suffix of its coding. */
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
   * Returns the coding for an {@code Accept-Encoding}: the one that the client prefers, and among
   * equals the smallest. For {@code *} this is gzip, which every client can read. If the client
   * accepts nothing, it gets uncompressed bytes, as the RFC allows.
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
      // The store does not open without the Zstandard library.
      case IDENTITY, GZIP, ZSTD -> true;
      case BR -> NativeCodecs.hasBrotli();
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
