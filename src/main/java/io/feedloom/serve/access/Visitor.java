package io.feedloom.serve.access;

import io.feedloom.select.Address;
import io.feedloom.serve.http.PublicUrl;
import io.javalin.http.Context;

/**
 * The properties of a client on which answers depend. The key of the page cache contains them.
 *
 * @param access what the client may see
 * @param url the public URL under which the client reaches this server
 */
public record Visitor(Access access, PublicUrl url) {
  public static Visitor of(Context ctx) {
    return new Visitor(Access.of(ctx), PublicUrl.of(ctx));
  }

  /**
   * Returns the reference to a path of this server, with the key if the client sent it in the
   * query.
   *
   * @param local a path of this server, perhaps with a query
   */
  public String link(String local) {
    return url.link(access.link(local));
  }

  /** Returns the absolute URL of a path, with the key if the client sent it in the query. */
  public String absolute(String local) {
    return url.base() + access.link(local);
  }

  /** Returns the address, with the key if the client sent it in the query. */
  public Address address(Address plain) {
    return access.address(plain);
  }
}
