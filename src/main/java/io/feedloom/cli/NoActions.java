package io.feedloom.cli;

import io.feedloom.config.Reloaded;
import io.feedloom.feed.FeedId;
import io.feedloom.serve.AdminActions;
import io.feedloom.store.api.Incident;
import java.util.List;

/** The actions of an admin on a server that only answers. */
final class NoActions implements AdminActions {
  @Override
  public boolean refresh(FeedId id) {
    return false;
  }

  @Override
  public boolean resume(String webhook) {
    return false;
  }

  @Override
  public List<Incident> incidents(int most) {
    return List.of();
  }

  @Override
  public List<Incident> openIncidents() {
    return List.of();
  }

  @Override
  public int underWay() {
    return 0;
  }

  @Override
  public Reloaded reload() {
    return Reloaded.fine();
  }
}
