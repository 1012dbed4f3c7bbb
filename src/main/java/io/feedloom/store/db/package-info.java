@NullMarked
package io.feedloom.store.db;

import org.jspecify.annotations.NullMarked;
