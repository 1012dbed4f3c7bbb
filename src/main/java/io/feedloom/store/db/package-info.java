/** Connections, transactions and the schema. Hides the differences between H2 and PostgreSQL. */
@NullMarked
package io.feedloom.store.db;

import org.jspecify.annotations.NullMarked;
