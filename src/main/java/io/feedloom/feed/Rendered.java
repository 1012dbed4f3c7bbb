package io.feedloom.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * A finished document with its validators, both made from what is stored: two nodes and two
 * restarts give the same.
 *
 * @param etag strong, without quotes
 * @param lastModified the newest change in it; empty for a document without entries
 */
public record Rendered(
    byte[] body, String contentType, String etag, Optional<Instant> lastModified) {}
