package io.feedloom.farm;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Signs certificates for publishers with the JDK's keytool. Only clients with {@link #client()}
 * trust it.
 */
public final class Authority {
  private static final String PASSWORD = "changeit";
  private static final String NAME = "authority";

  private final Path file;

  /**
   * Makes a new authority.
   *
   * @param folder where keytool may write
   */
  public Authority(Path folder) throws IOException, InterruptedException {
    file = Files.createDirectories(folder).resolve("authority.p12");
    keytool(NAME, "-dname", "CN=authority", "-ext", "bc:c");
  }

  /**
   * Returns the TLS context of a server with a new certificate.
   *
   * @param name a subject alternative name in keytool's form, such as {@code dns:a.test}
   * @param start the start of its validity in keytool's form, such as {@code -10d}
   * @param days how long it is valid
   */
  public SSLContext issue(String name, String start, int days)
      throws IOException, InterruptedException, GeneralSecurityException {
    var alias = "publisher-" + store().size();
    keytool(
        alias,
        "-dname",
        "CN=publisher",
        "-signer",
        NAME,
        "-ext",
        "san=" + name,
        "-startdate",
        start,
        "-validity",
        String.valueOf(days));
    return server(alias);
  }

  private SSLContext server(String alias) throws GeneralSecurityException, IOException {
    var all = store();
    var own = empty();
    var password = PASSWORD.toCharArray();
    own.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, password);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** Returns the TLS context of a server with a self-signed certificate. */
  public SSLContext selfSigned() throws GeneralSecurityException, IOException {
    return server(NAME);
  }

  /** Returns the TLS context of a client that trusts only this authority. */
  public SSLContext client() throws GeneralSecurityException, IOException {
    var trusted = empty();
    trusted.setCertificateEntry(NAME, store().getCertificate(NAME));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Returns the certificate of this authority in PEM form. */
  public String pem() throws GeneralSecurityException, IOException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(encoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /** Returns the SHA-256 digest of the certificate of {@link #selfSigned}. */
  public String fingerprint() throws GeneralSecurityException, IOException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded()));
  }

  private byte[] encoded() throws GeneralSecurityException, IOException {
    return store().getCertificate(NAME).getEncoded();
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private void keytool(String alias, String... options) throws IOException, InterruptedException {
    var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command = new ArrayList<>(List.of(program, "-J-XX:TieredStopAtLevel=1", "-genkeypair"));
    command.addAll(List.of("-alias", alias, "-keyalg", "EC", "-keystore", file.toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of(options));
    var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(keytool.getInputStream().readAllBytes(), Charset.defaultCharset());
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }
}
