/** Commands and their wiring. */
@NullMarked
package io.feedloom.cli;

import org.jspecify.annotations.NullMarked;
