/** Merged feeds: their addresses, their pages and the cache of rendered pages. */
@NullMarked
package io.feedloom.serve.merged;

import org.jspecify.annotations.NullMarked;
