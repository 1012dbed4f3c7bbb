package io.feedloom.config;

import io.feedloom.feed.Credentials;
import io.feedloom.feed.OutgoingProxy;
import io.feedloom.feed.OutgoingProxy.Protocol;
import io.feedloom.feed.Secret;
import io.feedloom.feed.WebAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A proxy: its address, or a mapping with its user and password. */
record ProxyKind() implements Kind<OutgoingProxy> {
  private static final String FORM =
      "(?:[hH][tT][tT][pP][sS]?|[sS][oO][cC][kK][sS]5[hH]?)://(?:[^/?#@\\s]*@)?[^/?#@:\\s][^/?#@\\s]*/?";
  private static final Pattern PARTS =
      Pattern.compile("([A-Za-z0-9]+)://(?:([^/?#@\\s]*)@)?([^/?#@\\s]+?)/?");

  private static final ScalarKind<OutgoingProxy> ADDRESS =
      ScalarKind.of(
          "none, or the address of an http, https or socks5 proxy",
          Kinds.matching("none|" + FORM),
          ProxyKind::parse);

  private static final Option<OutgoingProxy> URL =
      Option.required("url", ADDRESS, "The address, as `socks5://proxy.example.org:1080`.");
  private static final Option<String> USER =
      Option.optional("user", Kinds.HTTP_USER, "The user's name.");
  private static final Option<Secret> PASSWORD =
      Option.optional("password", Kinds.SECRET, "The password, best as `${NAME}`.");
  private static final Shape<OutgoingProxy> LONG_FORM =
      Shape.of(
          "none, the address of a proxy, or a mapping with the key url",
          List.of(URL, USER, PASSWORD),
          ProxyKind::proxy);

  @Override
  public String expected() {
    return LONG_FORM.expected();
  }

  @Override
  public Optional<OutgoingProxy> read(YamlNode node, ReadContext in) {
    return node instanceof YamlNode.Scalar scalar && !scalar.isNull()
        ? ADDRESS.read(node, in)
        : LONG_FORM.read(node, in);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("anyOf", List.of(ADDRESS.schema(), LONG_FORM.schema()));
  }

  @Override
  public List<Option<?>> options() {
    return LONG_FORM.options();
  }

  private static Optional<OutgoingProxy> proxy(MappingValues fields) {
    var proxy = fields.get(URL);
    var user = fields.get(USER);
    var password = fields.get(PASSWORD);
    if (user.isPresent() != password.isPresent()
        && fields.place(USER).isPresent() != fields.place(PASSWORD).isPresent()) {
      fields.fault(fields.at(), "expected both user and password, or neither");
    }
    var login = user.flatMap(name -> password.map(secret -> new Credentials.Basic(name, secret)));
    return proxy.map(
        found ->
            found instanceof OutgoingProxy.Server server && login.isPresent()
                ? new OutgoingProxy.Server(server.protocol(), server.host(), server.port(), login)
                : found);
  }

  /** Parses {@code none} or an address, perhaps with user and password before the host. */
  static OutgoingProxy parse(String text) throws InvalidValue {
    var stripped = text.strip();
    if (stripped.equals("none")) {
      return OutgoingProxy.NONE;
    }
    var parts = PARTS.matcher(stripped);
    if (!parts.matches()) {
      throw new InvalidValue();
    }
    var protocol = protocol(parts.group(1));
    // Any default port other than that of http works for this.
    var host = parts.group(3);
    var address = WebAddress.parse("http://" + host).orElseThrow(InvalidValue::new);
    var name = WebAddress.host(address).orElseThrow(InvalidValue::new);
    int port =
        host.matches(".*:\\d+")
            ? WebAddress.port(address).orElseThrow(InvalidValue::new)
            : protocol.port();
    return new OutgoingProxy.Server(
        protocol,
        ServerSettings.withoutBrackets(name),
        port,
        parts.group(2) == null || parts.group(2).isEmpty()
            ? Optional.empty()
            : Optional.of(login(parts.group(2))));
  }

  private static Protocol protocol(String scheme) throws InvalidValue {
    return switch (scheme.toLowerCase(java.util.Locale.ROOT)) {
      case "http" -> Protocol.HTTP;
      case "https" -> Protocol.HTTPS;
      case "socks5", "socks5h" -> Protocol.SOCKS5;
      default -> throw new InvalidValue();
    };
  }

  /** Reads user and password, whose signs may be percent-encoded. */
  private static Credentials.Basic login(String text) throws InvalidValue {
    var parts = text.split(":", 2);
    return new Credentials.Basic(
        decoded(parts[0]), new Secret(parts.length < 2 ? "" : decoded(parts[1])));
  }

  private static String decoded(String text) throws InvalidValue {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidValue();
    }
  }
}
