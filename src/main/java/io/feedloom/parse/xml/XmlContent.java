package io.feedloom.parse.xml;

/** Content of an element. */
public sealed interface XmlContent permits XmlElement, XmlText {}
