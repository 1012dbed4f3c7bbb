package io.feedloom.fetch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Recognizes answers by which services against bots ask for a browser. Such an answer often has the
 * status 403, but no password helps.
 */
final class BotCheck {
  /** How much of a body is searched, in bytes. */
  static final int START = 16_384;

  /** The statuses with which such services refuse a request. */
  private static final Set<Integer> REFUSED = Set.of(401, 403, 405, 406);

  /**
   * A sign of a service.
   *
   * @param header the name of a header field; empty for a sign in the body
   * @param text a part of the field's value or of the body, in lower case
   * @param sure whether only challenges have it; other signs are in pages that were let through too
   */
  private record Sign(String service, String header, String text, boolean sure) {
    boolean isIn(HttpAnswer answer, String body) {
      if (!sure && !REFUSED.contains(answer.status())) {
        return false;
      }
      return header.isEmpty()
          ? body.contains(text)
          : answer.header(header).filter(it -> lower(it).contains(text)).isPresent();
    }
  }

  private static final List<Sign> SIGNS =
      List.of(
          new Sign("a Cloudflare challenge", "cf-mitigated", "challenge", true),
          new Sign("a Cloudflare challenge", "", "window._cf_chl_opt", true),
          new Sign("a Cloudflare challenge", "", "/cdn-cgi/challenge-platform/", false),
          new Sign("a block by Cloudflare", "", "cf-error-details", false),
          new Sign("an AWS WAF challenge", "x-amzn-waf-action", "", true),
          new Sign("a Vercel challenge", "x-vercel-mitigated", "", true),
          new Sign("a check by DataDome", "x-datadome", "", false),
          new Sign("a check by DataDome", "", "captcha-delivery.com", false),
          new Sign("a check by Imperva", "", "/_incapsula_resource", false),
          new Sign("a check by PerimeterX", "", "captcha.px-cdn.net", false),
          new Sign("a check by PerimeterX", "", "px-captcha", false),
          new Sign("a block by Sucuri", "x-sucuri-block", "", false),
          new Sign("a block by Sucuri", "", "sucuri website firewall - access denied", false),
          new Sign("a block by Akamai", "", "errors.edgesuite.net", false),
          new Sign("a DDoS-Guard challenge", "", "/.well-known/ddos-guard/", false),
          new Sign("an Anubis challenge", "", "/.within.website/x/cmd/anubis/", true));

  private BotCheck() {}

  /**
   * Returns what an answer is, in words, such as "a Cloudflare challenge"; empty if it is no known
   * check.
   */
  static Optional<String> of(HttpAnswer answer) {
    int size = Math.min(answer.body().length, START);
    var body = lower(new String(answer.body(), 0, size, StandardCharsets.ISO_8859_1));
    return SIGNS.stream().filter(sign -> sign.isIn(answer, body)).map(Sign::service).findFirst();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
