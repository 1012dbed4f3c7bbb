package io.feedloom.serve.http;

import org.eclipse.jetty.http.HttpFields;

/**
 * A document in one content coding, with the prepared header fields of its answers.
 *
 * @param etag without quotes
 * @param whole the fields of an answer with the body
 * @param unchanged the fields of an answer 304 (RFC 9110 section 15.4.5)
 */
public record Rendition(byte[] body, String etag, HttpFields whole, HttpFields unchanged) {}
