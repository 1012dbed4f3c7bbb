package io.feedloom.serve.view;

import io.feedloom.feed.Digest;
import io.feedloom.serve.http.Delivery;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * A file that pages load from this server. Its path contains a digest of its content, so browsers
 * may keep it forever.
 *
 * @param path on this server
 */
public record Asset(String path, String contentType, byte[] body) {
  static final Asset STYLESHEET = of("css", "text/css; charset=utf-8");
  static final Asset SCRIPT = of("js", "text/javascript; charset=utf-8");
  static final Asset ICON = of("svg", "image/svg+xml");

  private static final int DIGEST_LENGTH = 12;

  private static Asset of(String extension, String contentType) {
    byte[] body = read("feedloom." + extension);
    var digest = Digest.hex(body).substring(0, DIGEST_LENGTH);
    return new Asset("/assets/feedloom." + digest + "." + extension, contentType, body);
  }

  public static void addTo(RoutesConfig routes) {
    for (Asset asset : List.of(STYLESHEET, SCRIPT, ICON)) {
      routes.get(asset.path, asset::send);
    }
  }

  private void send(Context ctx) {
    Delivery.send(ctx, body, contentType, Delivery.KEEP);
  }

  private static byte[] read(String name) {
    try (var in = Asset.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
