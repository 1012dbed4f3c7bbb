package io.feedloom.serve.http;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Header fields of a request. */
public final class HeaderField {
  private HeaderField() {}

  /** Returns the value of a field. Several fields of one name are one list (RFC 9110, 5.3). */
  public static Optional<String> of(Context ctx, String name) {
    List<String> values = Collections.list(ctx.req().getHeaders(name));
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }
}
