/** Who sends a request, by which address they reach this server, and what they may see. */
@NullMarked
package io.feedloom.serve.access;

import org.jspecify.annotations.NullMarked;
