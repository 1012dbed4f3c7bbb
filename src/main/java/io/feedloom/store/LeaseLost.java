package io.feedloom.store;

import io.feedloom.feed.Due;

/** An update came too late: another process has taken the feed since. Nothing was written. */
public final class LeaseLost extends StoreException {
  private static final long serialVersionUID = 1;

  LeaseLost(Due lease) {
    super("the lease of " + lease.id() + " until " + lease.leasedUntil() + " was lost");
  }
}
