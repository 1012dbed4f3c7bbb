/**
 * Finds the charset of a document and builds its tree, also if it is ill-formed. Begin reading with
 * StrictXml.
 */
@NullMarked
package io.feedloom.parse.xml;

import org.jspecify.annotations.NullMarked;
