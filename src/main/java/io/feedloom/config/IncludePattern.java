package io.feedloom.config;

import io.feedloom.feed.WebAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A file to include, a pattern of such files, or a list on another server.
 *
 * @param at its place in the including file
 * @param pattern a path, optionally with wildcards, or the address of a list on another server
 */
record IncludePattern(FaultPlace at, String pattern) {
  /** Returns the address, if the list is on another server. */
  Optional<URI> address() {
    return pattern.matches("(?i)https?://.*") ? WebAddress.parse(pattern) : Optional.empty();
  }

  /** The kind of such a value. */
  static final Kind<IncludePattern> KIND =
      new Kind<>() {
        @Override
        public String expected() {
          return Kinds.FILE.expected();
        }

        @Override
        public Optional<IncludePattern> read(YamlNode node, ReadContext in) {
          return in.sparing(() -> Kinds.FILE.read(node, in))
              .map(pattern -> new IncludePattern(node.at(), pattern));
        }

        @Override
        public Map<String, Object> schema() {
          return Kinds.FILE.schema();
        }
      };
}
