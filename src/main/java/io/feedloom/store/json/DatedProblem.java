package io.feedloom.store.json;

import io.feedloom.feed.Problem;
import java.time.Instant;

/** A problem, and when it was noticed. */
public record DatedProblem(Problem problem, Instant at) {}
