package io.feedloom.feed;

import java.util.Optional;

/**
 * The feed from which a publisher took an entry, according to the publisher (RFC 4287 section
 * 4.2.11, RSS 2.0 {@code source}).
 */
public record Origin(
    Optional<String> id, Optional<String> title, Optional<String> url, Optional<String> link) {}
