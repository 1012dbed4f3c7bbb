/**
 * Finds the charset of a document and builds its tree, well-formed or not; begin with StrictXml.
 */
@NullMarked
package io.feedloom.parse.xml;

import org.jspecify.annotations.NullMarked;
