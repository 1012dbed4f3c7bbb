package io.feedloom.serve;

import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;
import io.feedloom.store.api.Incident;
import java.util.List;

/** The actions of an admin of a server that polls nothing and has no incidents. */
public final class IdleActions implements AdminActions {
  @Override
  public List<Incident> incidents(int most) {
    return List.of();
  }

  @Override
  public List<Incident> openIncidents() {
    return List.of();
  }

  @Override
  public boolean refresh(FeedId id) {
    return false;
  }

  @Override
  public int underWay() {
    return 0;
  }

  @Override
  public boolean resume(String webhook) {
    return false;
  }

  @Override
  public Reloaded reload() {
    return Reloaded.fine();
  }
}
