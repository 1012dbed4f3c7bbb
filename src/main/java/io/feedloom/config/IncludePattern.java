package io.feedloom.config;

import java.util.Map;
import java.util.Optional;

/**
 * A file that is to be included, or a pattern of such files.
 *
 * @param at where it stands
 * @param pattern a path, perhaps with wildcards
 */
record IncludePattern(FaultPlace at, String pattern) {
  /** How it is written. */
  static final Kind<IncludePattern> KIND =
      new Kind<>() {
        @Override
        public String expected() {
          return Kinds.FILE.expected();
        }

        @Override
        public Optional<IncludePattern> read(Node node, ReadContext in) {
          return in.sparing(() -> Kinds.FILE.read(node, in))
              .map(pattern -> new IncludePattern(node.at(), pattern));
        }

        @Override
        public Map<String, Object> schema() {
          return Kinds.FILE.schema();
        }
      };
}
