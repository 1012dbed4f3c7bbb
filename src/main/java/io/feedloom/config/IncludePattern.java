package io.feedloom.config;

import java.util.Map;
import java.util.Optional;

/**
 * A file to include, or a pattern of such files.
 *
 * @param at its place in the including file
 * @param pattern a path, optionally with wildcards
 */
record IncludePattern(FaultPlace at, String pattern) {
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
