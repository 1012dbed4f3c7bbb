package io.feedloom.store.json;

import io.feedloom.feed.Revision;

/** A revision as JSON. Absent members are fields that no rule changed. */
final class RevisionFormat {
  private RevisionFormat() {}

  static byte[] write(Revision revision) {
    return JsonOut.bytes(
        out -> {
          out.text("title", revision.title());
          out.text("link", revision.link());
          out.text("content", revision.content());
          out.text("summary", revision.summary());
          out.text("author", revision.author());
          out.text("language", revision.language());
        });
  }

  static Revision read(byte[] bytes, int offset, int length) {
    var own = JsonIn.read(bytes, offset, length);
    return new Revision(
        own.text("title"),
        own.text("link"),
        own.text("content"),
        own.text("summary"),
        own.text("author"),
        own.text("language"));
  }
}
