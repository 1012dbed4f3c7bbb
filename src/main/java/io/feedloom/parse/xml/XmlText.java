package io.feedloom.parse.xml;

/** Text between two tags, its references resolved. */
public record XmlText(String text) implements XmlContent {}
