@NullMarked
package io.feedloom.store.text;

import org.jspecify.annotations.NullMarked;
