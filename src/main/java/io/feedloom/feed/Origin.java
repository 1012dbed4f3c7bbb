package io.feedloom.feed;

import java.util.Optional;

/**
 * Where a publisher says that it has an entry from (RFC 4287 section 4.2.11, RSS 2.0 {@code
 * source}).
 */
public record Origin(
    Optional<String> id, Optional<String> title, Optional<String> url, Optional<String> link) {}
