package io.feedloom.parse.html;

import io.feedloom.feed.text.HtmlEntities;
import io.feedloom.feed.text.PlainText;
import io.feedloom.parse.text.Markup;
import java.util.BitSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.owasp.html.Handler;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.HtmlStreamRenderer;

/**
 * Makes publishers' HTML safe by an allow-list and its addresses absolute. What is not listed is
 * dropped; text stays, but for that of scripts and styles.
 */
public final class Html {
  private static final BitSet NO_TWINS = new BitSet();

  /** The length of a reference to a sign of two digits. */
  private static final int REFERENCE = 5;

  private Html() {}

  /**
   * What is safe of it.
   *
   * @param base what relative addresses are resolved against, unless a {@code base} in the text
   *     says otherwise
   */
  public static String sanitize(String html, String base) {
    if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
      return html;
    }
    if (html.indexOf('>') < 0) {
      return Markup.escape(HtmlEntities.decode(html));
    }
    return readable(clean(withClosedFrames(html), base));
  }

  private static String clean(String html, String base) {
    if (!Survey.isNeeded(html)) {
      return within(base, () -> Cleaner.clean(html, NO_TWINS));
    }
    var survey = Survey.of(html);
    var inner = survey.base(base);
    return within(inner, () -> Cleaner.clean(html, survey.twins(inner)));
  }

  private static String within(String base, ScopedValue.CallableOp<String, RuntimeException> work) {
    return ScopedValue.where(SafeAddress.BASE, base).call(work);
  }

  /**
   * The policy at work on one text after the other. Making it ready, a copy of all its tables,
   * takes longer than a paragraph does.
   */
  private static final class Cleaner {
    /** As many as were at work at the same time. */
    private static final Queue<Cleaner> IDLE = new ConcurrentLinkedQueue<>();

    /** What is kept for the next text, in characters; a larger one is let go. */
    private static final int MOST_KEPT = 64 * 1024;

    private final StringBuilder out = new StringBuilder();
    private final HtmlSanitizer.Policy policy =
        HtmlPolicy.FACTORY.apply(HtmlStreamRenderer.create(out, Handler.DO_NOTHING));

    /** One that fails on a text is not used again. */
    static String clean(String html, BitSet twins) {
      var idle = IDLE.poll();
      var cleaner = idle == null ? new Cleaner() : idle;
      HtmlSanitizer.sanitize(html, cleaner.policy, sink -> new Rewriter(sink, twins));
      var clean = cleaner.out.toString();
      cleaner.out.setLength(0);
      if (cleaner.out.capacity() <= MOST_KEPT) {
        IDLE.add(cleaner);
      }
      return clean;
    }
  }

  /**
   * Signs that the sanitizer writes as references although they mean nothing in text or between
   * double quotes: as themselves they are found by a search, and take a fifth of the room.
   */
  private static String readable(String html) {
    int next = html.indexOf("&#");
    if (next < 0) {
      return html;
    }
    var out = new StringBuilder(html.length());
    int done = 0;
    while (next >= 0) {
      char sign = plainSign(html, next + 2);
      if (sign != 0) {
        out.append(html, done, next).append(sign);
        done = next + REFERENCE;
      }
      next = html.indexOf("&#", next + 2);
    }
    return out.append(html, done, html.length()).toString();
  }

  /** The sign whose number stands there, if it is one of these; else 0. */
  private static char plainSign(String html, int at) {
    if (at + 2 >= html.length() || html.charAt(at + 2) != ';') {
      return 0;
    }
    int number = (html.charAt(at) - '0') * 10 + html.charAt(at + 1) - '0';
    return switch (number) {
      case '\'', '+', '=', '@' -> (char) number;
      default -> 0;
    };
  }

  /**
   * Closes frames where they begin. What is inside of a frame is meant for readers without it, as
   * ours are, and one that never ends would swallow the rest.
   */
  private static String withClosedFrames(String html) {
    @Nullable StringBuilder out = null;
    int done = 0;
    for (int i = html.indexOf('<'); i >= 0; i = html.indexOf('<', i + 1)) {
      if (!isTag(html, i, "iframe")) {
        continue;
      }
      int end = tagEnd(html, i);
      if (end == 0) {
        break;
      }
      out = out == null ? new StringBuilder(html.length() + 64) : out;
      out.append(html, done, end).append("</iframe>");
      done = end;
      i = end - 1;
    }
    return out == null ? html : out.append(html, done, html.length()).toString();
  }

  /** Behind the end of a tag; 0 where it has none. In quotes a bracket ends nothing. */
  private static int tagEnd(String html, int from) {
    char quote = 0;
    char before = 0;
    for (int i = from; i < html.length(); i++) {
      char c = html.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '>') {
        return i + 1;
      } else if ((c == '"' || c == '\'') && before == '=') {
        quote = c;
      }
      before = c > ' ' ? c : before;
    }
    return 0;
  }

  /** Whether a tag begins there that opens an element of this name. */
  static boolean isTag(String html, int at, String name) {
    int end = at + 1 + name.length();
    return html.regionMatches(true, at + 1, name, 0, name.length())
        && (end >= html.length() || PlainText.endsName(html.charAt(end)));
  }
}
