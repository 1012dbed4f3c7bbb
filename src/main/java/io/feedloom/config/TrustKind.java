package io.feedloom.config;

import io.feedloom.feed.NativePath;
import io.feedloom.feed.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The mapping {@code tls} of a feed. */
final class TrustKind {
  private static final int DIGITS = 64;
  private static final String FINGERPRINT_FORM =
      "[sS][hH][aA]256:(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){31})";

  private static final Option<Trust> CA =
      Option.optional(
          "ca",
          new CaFile(),
          "A file with the certificates of authorities in PEM form, relative to this file. They"
              + " count besides those that this machine trusts.");
  private static final Option<Trust> FINGERPRINT =
      Option.optional(
          "fingerprint",
          ScalarKind.of(
              "sha256: and the 64 hexadecimal digits of a certificate's digest",
              Kinds.matching(FINGERPRINT_FORM),
              TrustKind::fingerprint),
          "The only certificate that the feed's own host may show, whatever its name and authority:"
              + " `sha256:` and the digest that `openssl x509 -fingerprint -sha256` prints.");

  /** The mapping. */
  static final Kind<Trust> KIND =
      Shape.counted(
          "either ca or fingerprint",
          1,
          1,
          List.of(CA, FINGERPRINT),
          fields -> {
            var ca = fields.get(CA);
            var fingerprint = fields.get(FINGERPRINT);
            return ca.or(() -> fingerprint);
          });

  private TrustKind() {}

  private static Trust fingerprint(String text) throws InvalidValue {
    var parts = text.strip().split(":", 2);
    var digits = parts.length < 2 ? "" : parts[1].replace(":", "").toLowerCase(Locale.ROOT);
    try {
      if (parts[0].equalsIgnoreCase("sha256")
          && digits.length() == DIGITS
          && HexFormat.of().parseHex(digits).length > 0) {
        return new Trust.Fingerprint(digits);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidValue();
    }
    throw new InvalidValue();
  }

  /** A file with certificates. The settings depend on it, as on an included file. */
  private record CaFile() implements Kind<Trust> {
    private static final int LARGEST = 1 << 20;

    @Override
    public String expected() {
      return "a file with certificates in PEM form";
    }

    @Override
    public Map<String, Object> schema() {
      return Kinds.TEXT.schema();
    }

    @Override
    public Optional<Trust> read(YamlNode node, ReadContext in) {
      return Kinds.TEXT.read(node, in).flatMap(name -> open(name, node.at(), in));
    }

    private Optional<Trust> open(String name, FaultPlace at, ReadContext in) {
      try {
        var folder = Optional.ofNullable(NativePath.of(at.file()).getParent()).orElse(Path.of(""));
        var file = NativePath.resolve(folder, name);
        in.stamped().add(file);
        if (Files.size(file) > LARGEST) {
          throw new IOException("the file is too large");
        }
        var pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        var certificates =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
        if (certificates.isEmpty()) {
          throw new CertificateException("no certificate");
        }
        return Optional.of(new Trust.Authorities(pem));
      } catch (IOException | SecurityException e) {
        in.fault(at, "expected " + expected() + ", but this file cannot be read");
      } catch (CertificateException e) {
        in.fault(at, "expected " + expected() + ", but this file contains none that can be read");
      } catch (java.nio.file.InvalidPathException e) {
        in.fault(at, "expected " + expected() + ", but this is no path");
      }
      return Optional.empty();
    }
  }
}
