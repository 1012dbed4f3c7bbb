/** Tables and rows that several packages of the store read or write. */
@NullMarked
package io.feedloom.store.row;

import org.jspecify.annotations.NullMarked;
