/** The tables of messages to other servers and to the admin. */
@NullMarked
package io.feedloom.store.push;

import org.jspecify.annotations.NullMarked;
