package io.feedloom.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * First polls of the same feeds, by Feedloom and by newsboat in turn, so that both have the machine
 * in the same state.
 *
 * @param starts the results of Feedloom
 * @param peers the results of newsboat; empty if it is not installed
 */
record ColdStarts<S>(List<S> starts, List<Newsboat> peers) {
  private static final int TIMES = 3;

  /** Starts Feedloom, measures its first poll, and stops it. */
  @FunctionalInterface
  interface Measurement<S> {
    S run() throws IOException, InterruptedException;
  }

  /**
   * Measures several starts.
   *
   * @param urls the addresses of the feeds, for newsboat
   */
  static <S> ColdStarts<S> of(List<String> urls, Measurement<S> feedloom)
      throws IOException, InterruptedException {
    var starts = new ArrayList<S>();
    var peers = new ArrayList<Newsboat>();
    for (int start = 0; start < TIMES; start++) {
      starts.add(feedloom.run());
      try (var scratch = Scratch.create()) {
        Newsboat.poll(scratch.folder(), urls).ifPresent(peers::add);
      }
    }
    return new ColdStarts<>(starts, peers);
  }

  /** Returns whether newsboat polled. If not, notes that in the report. */
  boolean hasPeers() {
    if (peers.isEmpty()) {
      Report.note("newsboat is not installed, so there is no peer to compare with");
    }
    return !peers.isEmpty();
  }
}
