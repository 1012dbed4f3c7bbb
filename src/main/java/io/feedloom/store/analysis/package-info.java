@NullMarked
package io.feedloom.store.analysis;

import org.jspecify.annotations.NullMarked;
