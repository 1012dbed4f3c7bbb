/**
 * Requests and answers of HTTP: caching, content codings, errors, and limits for clients.
 * Independent of settings and entries.
 */
@NullMarked
package io.feedloom.serve.http;

import org.jspecify.annotations.NullMarked;
