package io.feedloom.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * A finished document with its validators. Both depend only on what is stored, so they are the same
 * in every process and after every restart.
 *
 * @param etag strong, without quotes
 * @param lastModified the newest change in it; empty for a document without entries
 */
public record Rendered(
    byte[] body, String contentType, String etag, Optional<Instant> lastModified) {}
