/**
 * The selection language: its parser, its canonical form, its plan and its test. Without side
 * effects.
 */
@NullMarked
package io.feedloom.select;

import org.jspecify.annotations.NullMarked;
