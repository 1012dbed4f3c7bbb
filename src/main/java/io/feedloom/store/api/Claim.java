package io.feedloom.store.api;

import java.time.Instant;

/**
 * The reason why a node may change the subscriptions that it shares with other nodes. The
 * configurations of all nodes have an order, and only the newest one may change them.
 */
public sealed interface Claim {
  /** There are no other nodes. */
  record Alone() implements Claim {}

  /**
   * The node has read its own files.
   *
   * @param digest identifies the content of the files
   * @param files the content, without secrets
   * @param why why the node read them
   * @param node the name of the node
   */
  record Own(String digest, byte[] files, Why why, String node, Instant at) implements Claim {}

  /** The node took the stored configuration of this revision. */
  record Taken(long revision) implements Claim {}

  /** Why a node read its files. */
  sealed interface Why {
    /** The node starts. Files with a content that was in force before are old. */
    record Start() implements Why {}

    /**
     * The files were edited while the node ran. They go back to an earlier content on purpose if
     * they were in force before the edit.
     *
     * @param before the digest before the edit
     */
    record Edit(String before) implements Why {}

    /** The admin wants this configuration, whatever was in force before. */
    record Command() implements Why {}
  }
}
