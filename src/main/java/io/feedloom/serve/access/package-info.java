/** Who sends a request, under which public URL they reach this server, and what they may see. */
@NullMarked
package io.feedloom.serve.access;

import org.jspecify.annotations.NullMarked;
