package io.feedloom.feed;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One rendition of a picture, sound or film (Media RSS 1.5.1, {@code media:content} and {@code
 * media:thumbnail}).
 *
 * @param url absolute
 * @param thumbnail whether it is a preview of another medium
 * @param medium image, audio, video, document or executable
 * @param width in pixels
 * @param height in pixels
 * @param length in bytes
 * @param seconds how long it plays
 * @param group renditions of one work share a number; 0 for no group
 */
public record Media(
    String url,
    boolean thumbnail,
    Optional<String> type,
    Optional<String> medium,
    OptionalInt width,
    OptionalInt height,
    OptionalLong length,
    OptionalInt seconds,
    Optional<String> title,
    Optional<String> description,
    Optional<String> credit,
    int group) {}
