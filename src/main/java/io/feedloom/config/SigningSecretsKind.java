package io.feedloom.config;

import io.feedloom.feed.Secret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secrets that sign messages: one, or up to five while they are exchanged. */
record SigningSecretsKind() implements Kind<List<Secret>> {
  private static final int MOST = 5;
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;
  private static final String PREFIX = "whsec_";

  private static final SecretKind<Secret> ONE =
      new SecretKind<>(
          ScalarKind.of(
              "a secret of Standard Webhooks: whsec_ and the Base64 form of 24 to 64 bytes",
              Kinds.matching(PREFIX + "[A-Za-z0-9+/]{32,88}={0,2}"),
              SigningSecretsKind::secret),
          () -> PREFIX + Kinds.unguessable());

  private static Secret secret(String text) throws InvalidValue {
    var stripped = text.strip();
    if (!stripped.startsWith(PREFIX)) {
      throw new InvalidValue(
          "does not begin with whsec_; make one with: echo whsec_$(openssl rand -base64 32)");
    }
    try {
      int size = Base64.getDecoder().decode(stripped.substring(PREFIX.length())).length;
      if (size < MIN_BYTES || size > MAX_BYTES) {
        throw new InvalidValue("has " + size + " bytes");
      }
    } catch (IllegalArgumentException _) {
      throw new InvalidValue("is not Base64 after whsec_");
    }
    return new Secret(stripped);
  }

  @Override
  public String expected() {
    return ONE.expected() + ", or a list of up to 5";
  }

  @Override
  public Optional<List<Secret>> read(YamlNode node, ReadContext in) {
    if (!(node instanceof YamlNode.Sequence list)) {
      return ONE.read(node, in).map(List::of);
    }
    var secrets = new ArrayList<Secret>();
    list.items().forEach(item -> ONE.read(item, in).ifPresent(secrets::add));
    if (list.items().isEmpty() || list.items().size() > MOST) {
      in.fault(node.at(), "expected 1 to 5 secrets, but found " + list.items().size());
    }
    return Optional.of(secrets);
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> list =
        Map.of("type", "array", "items", ONE.schema(), "minItems", 1, "maxItems", MOST);
    return Map.of("anyOf", List.of(ONE.schema(), list));
  }
}
