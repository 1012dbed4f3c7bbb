package io.feedloom.store.api;

import io.feedloom.feed.Due;

/** An update came after its lease had ended. Nothing was written. */
public final class LeaseLost extends StoreException {
  private static final long serialVersionUID = 1;

  public LeaseLost(Due lease) {
    super("the lease of " + lease.id() + " until " + lease.leasedUntil() + " was lost");
  }
}
