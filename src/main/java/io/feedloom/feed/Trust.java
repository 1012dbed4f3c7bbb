package io.feedloom.feed;

/** Which certificates a feed's server may show, besides those that this machine trusts. */
public sealed interface Trust {
  /**
   * Certificates that were signed by one of these authorities.
   *
   * @param pem the certificates of the authorities in PEM form
   */
  record Authorities(String pem) implements Trust {
    @Override
    public String toString() {
      return "authorities " + Digest.of(pem);
    }
  }

  /**
   * Only this one certificate, whatever its names, dates and authority. It counts for the feed's
   * own origin only.
   *
   * @param sha256 the SHA-256 digest of the certificate in lower-case hexadecimal
   */
  record Fingerprint(String sha256) implements Trust {
    @Override
    public String toString() {
      return "sha256:" + sha256;
    }
  }
}
