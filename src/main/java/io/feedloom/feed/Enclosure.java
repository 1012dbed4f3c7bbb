package io.feedloom.feed;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that belongs to an entry (RSS 2.0 {@code enclosure}, Atom {@code link rel=enclosure}, JSON
 * Feed attachment).
 *
 * @param url absolute
 * @param type the media type, if the publisher gives one
 * @param length in bytes, if the publisher gives a credible one
 * @param title a title of the file, if the publisher gives one
 */
public record Enclosure(
    String url, Optional<String> type, OptionalLong length, Optional<String> title) {}
