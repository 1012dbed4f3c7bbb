@NullMarked
package io.feedloom.store.row;

import org.jspecify.annotations.NullMarked;
