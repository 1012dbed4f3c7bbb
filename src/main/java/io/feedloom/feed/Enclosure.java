package io.feedloom.feed;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that belongs to an entry (RSS 2.0 {@code enclosure}, Atom {@code link rel=enclosure}, JSON
 * Feed attachment).
 *
 * @param url absolute
 * @param type media type, where named
 * @param length in bytes, where named and believable
 * @param title what it is, where named
 */
public record Enclosure(
    String url, Optional<String> type, OptionalLong length, Optional<String> title) {}
