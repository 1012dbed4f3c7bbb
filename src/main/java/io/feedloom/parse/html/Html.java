package io.feedloom.parse.html;

import io.feedloom.feed.Cleaning;
import io.feedloom.feed.Cleaning.Part;
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
 * Makes publishers' HTML safe by an allow-list, and its addresses absolute. Elements that are not
 * listed are dropped. Text stays, except that of scripts and styles.
 */
public final class Html {
  private static final BitSet NO_TWINS = new BitSet();

  /** The length of a reference with a number of two digits. */
  private static final int REFERENCE = 5;

  private Html() {}

  /**
   * Returns the HTML without anything unsafe, and cleaned.
   *
   * @param base the base of relative addresses, unless the text has a {@code base} element
   */
  public static String sanitize(String html, String base) {
    return sanitize(html, base, Cleaning.ALL);
  }

  /** Returns the HTML without anything unsafe, and cleaned as chosen. */
  public static String sanitize(String html, String base, Cleaning cleaning) {
    return sanitize(html, base, new Choice(cleaning, false));
  }

  /**
   * Returns a sanitizer that also cleans, and keeps classes and ids, so that rules can choose
   * elements by them.
   */
  public static Sanitizer sanitizer(Cleaning cleaning) {
    var choice = new Choice(cleaning, true);
    return (html, base) -> sanitize(html, base, choice);
  }

  /** Returns the HTML without anything unsafe. Otherwise it stays as it is. */
  public static String safe(String html, String base) {
    return sanitize(html, base, new Choice(Cleaning.NONE, false));
  }

  /**
   * What happens besides sanitizing.
   *
   * @param marks whether classes and ids are kept
   */
  record Choice(Cleaning cleaning, boolean marks) {
    boolean does(Part part) {
      return cleaning.does(part);
    }
  }

  private static String sanitize(String html, String base, Choice cleaning) {
    if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
      return html;
    }
    if (html.indexOf('>') < 0) {
      return Markup.escape(HtmlEntities.decode(html));
    }
    return readable(clean(withClosedFrames(html), base, cleaning));
  }

  private static String clean(String html, String base, Choice cleaning) {
    if (!Survey.isNeeded(html)) {
      return clean(html, base, NO_TWINS, cleaning);
    }
    var survey = Survey.of(html, cleaning.does(Part.LAZY_IMAGES));
    var inner = survey.base(base);
    return clean(html, inner, survey.twins(inner), cleaning);
  }

  /**
   * Sanitizes a text. If only share buttons would be left out and nothing else is there, they stay.
   */
  private static String clean(String html, String base, BitSet twins, Choice cleaning) {
    var sharing = new ShareMarkup(cleaning.does(Part.SHARE));
    var clean = within(base, () -> Cleaner.clean(html, twins, cleaning, sharing));
    return sharing.hasDropped() && PlainText.of(clean).isBlank() && !clean.contains("<img")
        ? within(base, () -> Cleaner.clean(html, twins, cleaning, new ShareMarkup(false)))
        : clean;
  }

  private static String within(String base, ScopedValue.CallableOp<String, RuntimeException> work) {
    return ScopedValue.where(SafeAddress.BASE, base).call(work);
  }

  /**
   * A policy that sanitizes one text after the other. Creating it copies all its tables, which
   * takes longer than sanitizing a paragraph.
   */
  private static final class Cleaner {
    /** The largest number of cleaners that worked at the same time. */
    private static final Queue<Cleaner> IDLE = new ConcurrentLinkedQueue<>();

    /** The largest buffer that is kept for the next text, in characters. */
    private static final int MAX_KEPT = 64 * 1024;

    private final StringBuilder out = new StringBuilder();
    private final HtmlSanitizer.Policy policy =
        HtmlPolicy.FACTORY.apply(HtmlStreamRenderer.create(out, Handler.DO_NOTHING));

    /** Sanitizes a text. A cleaner that fails is not used again. */
    static String clean(String html, BitSet twins, Choice cleaning, ShareMarkup sharing) {
      var idle = IDLE.poll();
      var cleaner = idle == null ? new Cleaner() : idle;
      HtmlSanitizer.sanitize(
          html, cleaner.policy, sink -> new Rewriter(sink, twins, cleaning, sharing));
      var clean = cleaner.out.toString();
      cleaner.out.setLength(0);
      if (cleaner.out.capacity() <= MAX_KEPT) {
        IDLE.add(cleaner);
      }
      return clean;
    }
  }

  /**
   * Replaces some of the sanitizer's references by their characters, which need no reference in
   * text or between double quotes. The characters can be searched for, and take a fifth of the
   * space.
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

  /** Returns the character of a reference, if it needs none; otherwise 0. */
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
   * Closes frames where they begin. The content of a frame is for browsers without frames, so we
   * keep it. A frame without an end would include the rest of the text.
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

  /**
   * Returns the position after the end of a tag; 0 if it has none. A bracket in quotes is not an
   * end.
   */
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

  /** Returns whether a start tag of this name begins at this position. */
  static boolean isTag(String html, int at, String name) {
    int end = at + 1 + name.length();
    return html.regionMatches(true, at + 1, name, 0, name.length())
        && (end >= html.length() || PlainText.endsName(html.charAt(end)));
  }
}
