package io.feedloom.extract;

import java.util.Locale;
import java.util.regex.Pattern;

/** Recognizes short texts that sites put between and after the paragraphs of articles. */
final class ShortTexts {
  private static final int MAX_LENGTH = 200;

  /** What a block begins with that leads to other articles or asks the reader for something. */
  private static final Pattern LEADS_AWAY =
      Pattern.compile(
          "(?:read (?:more|next|also|the full)|more (?:from|on|great|stories|coverage|about"
              + " this)|related(?:"
              + " (?:post|article|stor|read|content|video|topic|link)\\p{L}*|:)|also(?: read|:|"
              + " see:)|see also|you (?:may|might) (?:also )?(?:like|enjoy|be"
              + " interested)|recommended|don.t miss|up next|next (?:up|article)|watch(?: now|"
              + " more|:)|trending|most (?:read|popular)|click here to|sign up"
              + " (?:for|to|here|now)|subscribe|follow (?:us|me|him|her)\\b|share"
              + " (?:this|on|it)|sharing is caring|like this:|get the latest|newsletter|join"
              + " (?:our|the) (?:newsletter|mailing)|download (?:our|the)"
              + " app|advertisement|ad$|sponsored|iklan|anzeige$|werbung$|comments?\\b.{0,6}$|leave"
              + " a (?:reply|comment)|have a tip\\?|tagged|tags?:|filed under|posted in|story"
              + " continues|continue reading|article continues|promoted|lesen sie"
              + " (?:auch|hier|mehr|dazu)|mehr (?:zum thema|dazu|zu|aus|von|lesen)|lies"
              + " (?:auch|hier)|siehe auch|auch interessant|das k(?:ö|oe)nnte"
              + " (?:sie|dich|ihnen|dir)|weitere (?:artikel|informationen"
              + " zu|beitr|meldungen|themen|news)|(?:ä|ae)hnliche (?:artikel|beitr)|passend zum"
              + " thema|schon gelesen|teilen$|diesen (?:artikel|beitrag)|artikel"
              + " (?:teilen|drucken|weiter)|folgen sie|folge uns|jetzt"
              + " (?:teilen|abonnieren)|schlagw(?:ö|oe)rter|schlagworte|dieser (?:eintrag|beitrag)"
              + " (?:wurde|ist)|ver(?:ö|oe)ffentlicht (?:in|unter)|getaggt|verwandte|lade"
              + " weitere|zur(?:ü|ue)ck$|nach oben|zum seitenanfang|(?:©|\\(c\\)|copyright) |lire"
              + " aussi|(?:à|a) lire|voir aussi|lisez aussi|partager|abonnez|s.inscrire|sur le"
              + " m(?:ê|e)me sujet|lea tambi(?:é|e)n|le(?:é|e) tambi(?:é|e)n|lee m(?:á|a)s|ver"
              + " tambi(?:é|e)n|te puede interesar|le puede interesar|compart|suscr(?:í|i)b|leia"
              + " (?:tamb|mais)|veja (?:tamb|mais)|czytaj (?:te|tak|wi)|zobacz (?:te|tak)|leggi"
              + " anche|lees (?:ook|meer))",
          Pattern.UNICODE_CASE);

  /** A line that names the author and ends without a full stop. */
  private static final Pattern BYLINE =
      Pattern.compile(
          "(?iU)(?:(?:written|posted|published|reported|story)"
              + " )?(?:by|von|par|por|autor(?:in)?|author|published|updated|posted|last"
              + " updated|ver(?:ö|oe)ffentlicht|publi(?:é|cado)|stand)\\b:? .{2,118}[^.!?]");

  private ShortTexts() {}

  /** Returns whether a text is a line that names author or date. */
  static boolean isByline(String text) {
    return BYLINE.matcher(text).matches();
  }

  /** Returns whether a text is none of the article's. */
  static boolean leadsAway(String text) {
    if (text.length() > MAX_LENGTH || text.isEmpty()) {
      return false;
    }
    return LEADS_AWAY.matcher(text.toLowerCase(Locale.ROOT)).lookingAt();
  }
}
