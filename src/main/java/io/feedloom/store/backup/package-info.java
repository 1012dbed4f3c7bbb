/** Backups: all rows of a database in one file, which any database of the same schema can read. */
@NullMarked
package io.feedloom.store.backup;

import org.jspecify.annotations.NullMarked;
