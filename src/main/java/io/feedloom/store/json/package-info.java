@NullMarked
package io.feedloom.store.json;

import org.jspecify.annotations.NullMarked;
