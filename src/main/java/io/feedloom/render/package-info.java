/**
 * Turns entries into Atom, RSS, JSON Feed and OPML bytes with their validators. Without side
 * effects.
 */
@NullMarked
package io.feedloom.render;

import org.jspecify.annotations.NullMarked;
