/** Holds the commands and connects the rooms. */
@NullMarked
package io.feedloom.cli;

import org.jspecify.annotations.NullMarked;
