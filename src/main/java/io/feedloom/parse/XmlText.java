package io.feedloom.parse;

/** Text between two tags, its references resolved. */
record XmlText(String text) implements XmlContent {}
