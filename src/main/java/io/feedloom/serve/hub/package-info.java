/** The hub as HTTP clients see it: its endpoint, its topics, and the documents that it delivers. */
@NullMarked
package io.feedloom.serve.hub;

import org.jspecify.annotations.NullMarked;
