package io.feedloom.fetch;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The TLS contexts of feeds whose servers show unusual certificates. Each is made once. */
final class TrustContexts {
  /** When more are in memory, edits of feeds.yml have left old ones behind. */
  private static final int MANY = 1000;

  private final Map<Trust, SSLContext> made = new ConcurrentHashMap<>();

  /** Returns the context in which these certificates are accepted. */
  SSLContext of(Trust trust) throws IOException {
    var known = made.get(trust);
    if (known != null) {
      return known;
    }
    if (made.size() >= MANY) {
      made.clear();
    }
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager(trust)}, null);
      made.put(trust, context);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates of this feed's tls option cannot be used", e);
    }
  }

  private static X509ExtendedTrustManager manager(Trust trust)
      throws GeneralSecurityException, IOException {
    return switch (trust) {
      case Trust.Authorities own -> new Either(usual(null), usual(store(own)));
      case Trust.Fingerprint(var sha256) -> new Pinned(sha256);
    };
  }

  private static KeyStore store(Trust.Authorities own)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(own.pem().getBytes(StandardCharsets.ISO_8859_1)))) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  /** Returns what trusts the authorities of a store; null for those of this machine. */
  private static X509ExtendedTrustManager usual(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Stream.of(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no trust manager"));
  }

  /** Checks only servers. */
  private abstract static class OfServers extends X509ExtendedTrustManager {
    abstract void check(X509Certificate[] chain, Check usual) throws CertificateException;

    /** The check of a chain by a trust manager of the JDK. */
    @FunctionalInterface
    interface Check {
      void by(X509ExtendedTrustManager manager) throws CertificateException;
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain, manager -> manager.checkServerTrusted(chain, type));
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain, manager -> manager.checkServerTrusted(chain, type, socket));
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain, manager -> manager.checkServerTrusted(chain, type, engine));
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public final X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Accepts what one of two managers accepts. */
  private static final class Either extends OfServers {
    private final X509ExtendedTrustManager first;
    private final X509ExtendedTrustManager second;

    Either(X509ExtendedTrustManager first, X509ExtendedTrustManager second) {
      this.first = first;
      this.second = second;
    }

    @Override
    void check(X509Certificate[] chain, Check usual) throws CertificateException {
      try {
        usual.by(second);
      } catch (CertificateException own) {
        accept(usual, own);
      }
    }

    /**
     * Asks the first manager. If both refuse, the one that knows the authority gives the reason.
     */
    private void accept(Check usual, CertificateException own) throws CertificateException {
      try {
        usual.by(first);
      } catch (CertificateException e) {
        throw isUnknownAuthority(own) ? e : own;
      }
    }
  }

  private static boolean isUnknownAuthority(CertificateException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(CertPathBuilderException.class::isInstance);
  }

  /** Accepts one certificate. */
  private static final class Pinned extends OfServers {
    private final String sha256;

    Pinned(String sha256) {
      this.sha256 = sha256;
    }

    @Override
    void check(X509Certificate[] chain, Check usual) throws CertificateException {
      var shown = HexFormat.of().formatHex(Digest.sha256(chain[0].getEncoded()));
      if (!shown.equals(sha256)) {
        throw new OtherCertificate(shown);
      }
    }
  }

  /** Thrown if a server shows another certificate than the one in feeds.yml. */
  static final class OtherCertificate extends CertificateException {
    private static final long serialVersionUID = 1;

    OtherCertificate(String sha256) {
      super("sha256:" + sha256);
    }
  }
}
