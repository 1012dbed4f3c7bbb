/**
 * Requests and answers of HTTP: caching, content codings, errors, and limits on what clients take.
 * Knows neither settings nor entries.
 */
@NullMarked
package io.feedloom.serve.http;

import org.jspecify.annotations.NullMarked;
