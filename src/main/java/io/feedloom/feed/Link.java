package io.feedloom.feed;

import java.util.Optional;

/**
 * A link that is neither the entry's own nor an enclosure (RFC 4287 section 4.2.7): related, via,
 * replies and the like.
 */
public record Link(String href, String rel, Optional<String> type, Optional<String> title) {}
