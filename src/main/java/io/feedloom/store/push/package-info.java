/** What is still to be sent to other servers, and incidents. */
@NullMarked
package io.feedloom.store.push;

import org.jspecify.annotations.NullMarked;
