package io.feedloom.feed;

import java.util.Locale;
import java.util.Set;

/**
 * The parameters of links that only record how readers found a page. The list contains only names
 * that no site uses to choose a page. So {@code ref}, {@code source} and {@code id} are not in it.
 */
public final class TrackingParameters {
  /** Beginnings of names: Urchin and Google Analytics, Matomo. */
  private static final String[] PREFIXES = {"utm_", "mtm_", "hsa_"};

  private static final Set<String> NAMES =
      Set.of(
          // clicks on advertisements and in apps
          "fbclid",
          "gclid",
          "gclsrc",
          "dclid",
          "gbraid",
          "wbraid",
          "gad_source",
          "gad_campaignid",
          "srsltid",
          "msclkid",
          "yclid",
          "ysclid",
          "igshid",
          "igsh",
          "twclid",
          "ttclid",
          "li_fat_id",
          "s_kwcid",
          "rb_clickid",
          "_openstat",
          // newsletters
          "mc_cid",
          "mc_eid",
          "_hsenc",
          "_hsmi",
          "__hssc",
          "__hstc",
          "__hsfp",
          "hsctatracking",
          "mkt_tok",
          "vero_id",
          "vero_conv",
          "oly_enc_id",
          "oly_anon_id",
          "wickedid",
          "ml_subscriber",
          "ml_subscriber_hash",
          // analytics: Google, Piwik, AT Internet, Webtrekk, Yahoo, X
          "_ga",
          "_gl",
          "pk_campaign",
          "pk_kwd",
          "pk_keyword",
          "pk_source",
          "pk_medium",
          "pk_content",
          "pk_cid",
          "xtor",
          "at_medium",
          "at_campaign",
          "wt_mc",
          "wt_zmc",
          "guccounter",
          "guce_referrer",
          "guce_referrer_sig",
          "__twitter_impression");

  /** A reference that was escaped twice leaves this at the beginning of the next name. */
  private static final String ESCAPED = "amp;";

  private TrackingParameters() {}

  /** Returns whether a parameter, with or without a value, only tracks readers. */
  public static boolean isTracking(String parameter) {
    var plain = withoutEscape(parameter);
    int equals = plain.indexOf('=');
    var name = (equals < 0 ? plain : plain.substring(0, equals)).toLowerCase(Locale.ROOT);
    for (var prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return NAMES.contains(name);
  }

  /** Returns a parameter without what is left of an ampersand that was escaped twice. */
  public static String withoutEscape(String parameter) {
    int from = 0;
    while (parameter.startsWith(ESCAPED, from)) {
      from += ESCAPED.length();
    }
    return parameter.substring(from);
  }

  /**
   * Returns the address without tracking parameters. All other characters stay as they are, and the
   * same object is returned if there is nothing to remove. Addresses of other schemes than {@code
   * http} and {@code https} do not change. A reference that is only a query keeps its question
   * mark.
   */
  public static String removed(String address) {
    int question = address.indexOf('?');
    if (question < 0 || hasOtherScheme(address, question)) {
      return address;
    }
    int hash = address.indexOf('#');
    int end = hash < 0 ? address.length() : hash;
    if (question > end) {
      return address;
    }
    var kept = kept(address, question + 1, end);
    int length = end - question - 1;
    if (kept.length() == length) {
      return address;
    }
    return address.substring(0, question)
        + (kept.isEmpty() && question > 0 ? "" : "?" + kept)
        + address.substring(end);
  }

  private static boolean hasOtherScheme(String address, int end) {
    int colon = address.indexOf(':');
    if (colon < 0 || colon > end || address.lastIndexOf('/', colon) >= 0) {
      return false;
    }
    var scheme = address.substring(0, colon).strip();
    return !scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https");
  }

  private static CharSequence kept(String address, int from, int end) {
    var kept = new StringBuilder();
    boolean first = true;
    for (int start = from; start <= end; ) {
      int next = address.indexOf('&', start);
      int stop = next < 0 || next > end ? end : next;
      if (!isTracking(address.substring(start, stop))) {
        kept.append(first ? "" : "&").append(address, start, stop);
        first = false;
      }
      start = stop + 1;
    }
    return kept;
  }
}
