@NullMarked
package io.feedloom.store.api;

import org.jspecify.annotations.NullMarked;
