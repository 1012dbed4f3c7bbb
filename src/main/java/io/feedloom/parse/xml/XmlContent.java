package io.feedloom.parse.xml;

/** What stands in an element. */
public sealed interface XmlContent permits XmlElement, XmlText {}
