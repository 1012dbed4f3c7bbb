package io.feedloom.render;

/**
 * An XML namespace with the prefix that it is written with.
 *
 * @param prefix empty for the default namespace of the document
 */
record Namespace(String prefix, String uri) {
  /** Elements without a namespace: those of RSS 2.0. */
  static final Namespace NONE = new Namespace("", "");

  /** RFC 4287, as the default. */
  static final Namespace ATOM = new Namespace("", "http://www.w3.org/2005/Atom");

  /** RFC 4287, within RSS. */
  static final Namespace ATOM_IN_RSS = new Namespace("atom", ATOM.uri);

  /** Media RSS 1.5.1. */
  static final Namespace MEDIA = new Namespace("media", "http://search.yahoo.com/mrss/");

  /** RSS 1.0 content module. */
  static final Namespace CONTENT =
      new Namespace("content", "http://purl.org/rss/1.0/modules/content/");

  /** Dublin Core 1.1. */
  static final Namespace DC = new Namespace("dc", "http://purl.org/dc/elements/1.1/");

  /** RFC 5005. */
  static final Namespace HISTORY = new Namespace("fh", "http://purl.org/syndication/history/1.0");

  /** RFC 6721. */
  static final Namespace TOMBSTONES = new Namespace("at", "http://purl.org/atompub/tombstones/1.0");

  /** The namespace of {@code xml:lang}, which is never declared. */
  static final Namespace XML = new Namespace("xml", "http://www.w3.org/XML/1998/namespace");
}
