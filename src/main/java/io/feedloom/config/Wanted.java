package io.feedloom.config;

import java.util.Map;
import java.util.Optional;

/**
 * A file that is to be included, or a pattern of such files.
 *
 * @param at where it stands
 * @param pattern a path, perhaps with wildcards
 */
record Wanted(Place at, String pattern) {
  /** How it is written. */
  static final Kind<Wanted> KIND =
      new Kind<>() {
        @Override
        public String expected() {
          return Kinds.FILE.expected();
        }

        @Override
        public Optional<Wanted> read(Node node, Reading in) {
          return in.sparing(() -> Kinds.FILE.read(node, in))
              .map(pattern -> new Wanted(node.at(), pattern));
        }

        @Override
        public Map<String, Object> schema() {
          return Kinds.FILE.schema();
        }
      };
}
