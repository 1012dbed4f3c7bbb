package io.feedloom.fetch;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;

/**
 * The name that a TLS server gets and must prove. The JDK neither sends nor accepts a name that RFC
 * 952 does not allow, such as one with an underscore, but browsers do both. For such names, this
 * class checks the certificate after the handshake, before a request is sent.
 *
 * @param sent whether the name is sent to the server, so that it can choose its certificate
 */
record ServerName(String host, boolean sent) {
  /** The alerts of servers that refuse a name. */
  private static final List<String> ALERTS = List.of("unrecognized_name", "illegal_parameter");

  private static final DefaultHostnameVerifier VERIFIER = new DefaultHostnameVerifier();

  static ServerName of(String host) {
    return new ServerName(host, true);
  }

  /** A name in the handshake (RFC 6066 section 3), with any characters. */
  private static final class AnyName extends SNIServerName {
    AnyName(String host) {
      super(StandardConstants.SNI_HOST_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Returns whether the JDK handles the name itself. */
  private boolean isPlain() {
    try {
      return host.indexOf(':') >= 0 || !new SNIHostName(host).getAsciiName().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  void addTo(SSLParameters parameters) {
    if (isPlain()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    } else {
      parameters.setServerNames(sent ? List.of(new AnyName(withoutDot())) : List.of());
    }
  }

  /**
   * Compares the certificate with the name, if the JDK did not.
   *
   * @throws SSLException if it is for another name
   */
  void verify(SSLSession session) throws SSLException {
    if (!isPlain() && session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
      VERIFIER.verify(withoutDot(), certificate);
    }
  }

  /**
   * Returns the name as one that is not sent, if a server ended the handshake because of the name.
   * Java's own servers do that.
   */
  Optional<ServerName> unsentAfter(Refusal refusal) {
    boolean unknown = ALERTS.stream().anyMatch(refusal.message()::contains);
    return unknown && sent && !isPlain()
        ? Optional.of(new ServerName(host, false))
        : Optional.empty();
  }

  /** Returns the host without a dot at its end, because names in certificates have none. */
  private String withoutDot() {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
