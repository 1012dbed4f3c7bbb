@NullMarked
package io.feedloom.store.write;

import org.jspecify.annotations.NullMarked;
