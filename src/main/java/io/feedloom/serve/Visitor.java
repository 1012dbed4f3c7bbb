package io.feedloom.serve;

import io.feedloom.select.Address;
import io.javalin.http.Context;

/**
 * The client of a request, as far as answers depend on it.
 *
 * @param access what it may see
 * @param url where it reaches this server
 */
record Visitor(Access access, PublicUrl url) {
  static Visitor of(Context ctx) {
    return new Visitor(Access.of(ctx), PublicUrl.of(ctx));
  }

  /**
   * Returns the reference to put into a page, with the key where the client sent it in the query.
   *
   * @param local a path of this server, perhaps with a query
   */
  String link(String local) {
    return url.link(access.link(local));
  }

  /** Returns the same as an absolute URL. */
  String absolute(String local) {
    return url.base() + access.link(local);
  }

  /** Returns the address with the key where the client sent it in the query. */
  Address address(Address plain) {
    return access.address(plain);
  }
}
