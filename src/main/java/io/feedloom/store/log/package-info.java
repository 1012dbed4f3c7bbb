@NullMarked
package io.feedloom.store.log;

import org.jspecify.annotations.NullMarked;
