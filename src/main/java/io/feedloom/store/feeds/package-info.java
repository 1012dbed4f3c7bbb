@NullMarked
package io.feedloom.store.feeds;

import org.jspecify.annotations.NullMarked;
