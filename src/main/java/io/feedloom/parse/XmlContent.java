package io.feedloom.parse;

/** What stands in an element. */
sealed interface XmlContent permits XmlElement, XmlText {}
