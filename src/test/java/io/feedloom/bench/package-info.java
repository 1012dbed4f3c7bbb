/** Benchmarks: main classes that {@code scripts/bench} runs, on loopback and bounded in time. */
@NullMarked
package io.feedloom.bench;

import org.jspecify.annotations.NullMarked;
