package io.feedloom.store.api;

import java.time.Instant;

/**
 * The end of a lease without a result.
 *
 * @param nextTry the page may not be requested earlier
 * @param tries how many requests have begun
 */
public record ArticleDelay(ArticleJob job, Instant nextTry, int tries) {
  /** Gives a job back whose request has not begun. */
  public static ArticleDelay unbegun(ArticleJob job, Instant nextTry) {
    return new ArticleDelay(job, nextTry, job.tries() - 1);
  }
}
