@NullMarked
package io.feedloom.store.scan;

import org.jspecify.annotations.NullMarked;
