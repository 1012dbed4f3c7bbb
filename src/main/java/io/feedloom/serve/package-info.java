/** Routes, pages, HTTP caching and access. Never fetches. */
@NullMarked
package io.feedloom.serve;

import org.jspecify.annotations.NullMarked;
