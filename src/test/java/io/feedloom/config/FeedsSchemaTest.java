package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.feedloom.select.Selections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema, the reader and the table of options say the same. */
class FeedsSchemaTest {
  private static final SchemaRegistry DRAFT =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema SCHEMA = DRAFT.getSchema(FeedsSchema.json());
  private static final Map<String, String> ENVIRONMENT = Map.of("X", "30", "HOST", "a.example");

  @TempDir private Path temporary;

  private boolean schemaAccepts(String yaml) {
    return SCHEMA.validate(yaml, InputFormat.YAML).isEmpty();
  }

  private boolean readerAccepts(String yaml) {
    return new AdminFolder(temporary).write("feeds.yml", yaml).read(ENVIRONMENT).faults().isEmpty();
  }

  @Test
  void schemaIsValidJsonSchema() {
    var meta = DRAFT.getSchema(SchemaLocation.of(dialect()));

    assertThat(meta.validate(FeedsSchema.json(), InputFormat.JSON)).isEmpty();
  }

  private static String dialect() {
    return SpecificationVersion.DRAFT_2020_12.getDialectId();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feeds: []",
        "feeds: [https://a.example/, HTTP://b.example, \" https://c.example/x y#z \"]",
        "feeds: [\"https://${HOST}/\", \"https://bücher.example/ö\", \"http://[::1]:80/x\"]",
        "feeds: [{url: https://a.example/}]",
        "feeds: [{url: https://a.example/, title: 2024, tags: [java, 1, true], every: 1h30m}]",
        "feeds: [{url: https://a.example/, tags: \"java, C++, Asia & Pacific\"}]",
        "feeds: [{url: https://a.example/, tags: java}]",
        "feeds: [{url: https://a.example/, tags: []}]",
        "feeds: [{url: https://a.example/, id: a.b-c_1, categories: as-tags}]",
        "feeds: [{url: https://a.example/, auth: {bearer: x}}]",
        "feeds: [{url: https://a.example/, auth: {basic: {user: 1, password: 2}}}]",
        "feeds: [{url: https://a.example/, headers: {X-Key: \"${X}\", Accept: a}}]",
        "feeds: [{url: https://a.example/, headers: {}}]",
        "feeds: [{url: https://a.example/, include: {any: x, title: \"(?i)y\"}, exclude: {url:"
            + " z}}]",
        "feeds: [{url: https://a.example/, full-text: true}]",
        "feeds: [{url: https://a.example/, full-text: wait}]",
        "feeds: [{url: https://a.example/, full-text: {keep: article .body, remove: .ad, wait:"
            + " true}}]",
        "{feeds: [], defaults: [{tags: [a], full-text: false}, {full-text: {keep: article}}]}",
        "{feeds: [], defaults: [{every: 1h, access: key, include: {title: x}, clean: {share:"
            + " false}}]}",
        "{feeds: [], alerts: {}}",
        "{feeds: [], alerts: {after: 12h, silent: never, disk: 1GiB, keep: 30d, ignore: [a]}}",
        "{feeds: [], streams: {}}",
        "{feeds: [{url: https://a.example/, access: key}], keys: {alice: abcdefgh}}",
        "{feeds: [], keys: {}}",
        "{feeds: [], rules: [{when: {title: x, feed-tag: y, lang: en}, tag: [a, b]}, {when: {any:"
            + " x}, drop: true}]}",
        "{feeds: [], rules: [], retention: {keep: 30d, per-feed: 10}}",
        "{feeds: [], streams: {jvm: {title: x, tags: [\"a,b\", -c], source: a, limit: 3, since:"
            + " 7d}}}",
        "{feeds: [], streams: {a: {notify: [chat]}, b: {notify: chat}}, notify: {chat: {url:"
            + " \"https://a.example/x?y\", tags: [a], every: 1h, body: \"{title}\", secret:"
            + " whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, access: key, changed: true}, n: {url:"
            + " https://a.example/, stream: a, auth: {bearer: x}, headers: {A: b}}}}",
        "{feeds: [], notify: {}}",
        "{feeds: [], title: true, public-url: \"https://a.example/x/\"}",
        "{feeds: [], server: {host: \"::1\", port: 0, admin-token: x}}",
        "{feeds: [], server: {port: \"8080\"}}",
        "{feeds: [], server: {port: \"${X}\"}}",
        "{feeds: [], server: {}, storage: {}, polling: {}, include: []}",
        "{feeds: [], storage: {url: \"jdbc:h2:mem:x;A=1\", user: sa, password: 0}}",
        "{feeds: [], storage: {url: \"jdbc:postgresql://db/x?a=b\"}}",
        "{feeds: [], polling: {every: 1d, min: 1s, max: 365d, timeout: 600s}}",
        "{feeds: [], polling: {max-size: 2048, per-host: 100}}",
        "{feeds: [], polling: {spacing: 0s, hosts: {example.org: {per-host: 1, spacing: 5s}}}}",
        "{feeds: [], polling: {hosts: {bücher.example: {spacing: \"${X}s\"}, \"::1\": {per-host:"
            + " 9}}}}",
        "{feeds: [], include: [https://a.example/x.opml, HTTP://b.example]}",
        "{feeds: [], polling: {proxy: none}}",
        "{feeds: [], polling: {proxy: {url: \"HTTP://[::1]:3128/\", user: a, password: b}}}",
        "feeds: [{url: https://a.example/, proxy: \"socks5h://u:p%40w@proxy:1080\", timeout: 5m,"
            + " max-size: 50MB, cookies: within-exchange, ignore-cache: true, id-by: link,"
            + " updates: ignore, enabled: false, was: [https://b.example/], method: POST, body:"
            + " \"{}\"}]",
        "{feeds: [], defaults: [{tags: x, proxy: none, timeout: 5s, id-by: guid, enabled: true}]}",
        "feeds: [{url: https://a.example/, tls: {fingerprint: \"sha256:"
            + "00000000000000000000000000000000000000000000000000000000000000aF\"}}]",
        "{feeds: [], polling: {max-size: 10 MB, every: \"${X}m\"}}",
        "{feeds: [], polling: {allow-addresses: [10.0.0.0/8, \"fd00::/8\", \"::1\", 127.0.0.1]}}",
      })
  void schemaAcceptsWhatTheReaderAccepts(String yaml) {
    assertThat(readerAccepts(yaml)).as("reader").isTrue();
    assertThat(schemaAccepts(yaml)).as("schema").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "feeds",
        "title: x",
        "feeds: null",
        "feeds: x",
        "feeds: {}",
        "{feeds: [], streams: {JVM: {}}}",
        "{feeds: [], notify: {chat: {}}}",
        "{feeds: [], notify: {CHAT: {url: https://a.example/}}}",
        "{feeds: [], notify: {chat: {url: https://a.example/, secret: abc}}}",
        "{feeds: [], notify: {chat: {url: https://a.example/, max-entries: 0}}}",
        "{feeds: [], rules: [{tag: x}]}",
        "{feeds: [], keys: {alice: abc}}",
        "{feeds: [], alerts: {notify: {a: b}}}",
        "{feeds: [], alerts: {notify: [A b]}}",
        "{feeds: [], alerts: {silent: ever}}",
        "{feeds: [], alerts: {after: soon}}",
        "{feeds: [], alerts: [ops]}",
        "{feeds: [], retention: {keep: x}}",
        "{feeds: [], defaults: {full-text: true}}",
        "feeds: [{url: https://a.example/, full-text: yes}]",
        "feeds: [{url: https://a.example/, full-text: {keep: []}}]",
        "feeds: [x]",
        "feeds: [null]",
        "feeds: [5]",
        "feeds: [[]]",
        "feeds: [{}]",
        "feeds: [\"https://\"]",
        "feeds: [\"https://:80/\"]",
        "feeds: [\"https://me@a.example/\"]",
        "feeds: [ftp://a.example/]",
        "feeds: [{url: https://a.example/, clean-texts: true}]",
        "feeds: [{url: https://a.example/, access: keys}]",
        "feeds: [{url: https://a.example/, title: null}]",
        "feeds: [{url: https://a.example/, title: \" \"}]",
        "feeds: [{url: https://a.example/, title: [a]}]",
        "feeds: [{url: https://a.example/, tags: \"a,,b\"}]",
        "feeds: [{url: https://a.example/, tags: \"a,\"}]",
        "feeds: [{url: https://a.example/, tags: [\"&\"]}]",
        "feeds: [{url: https://a.example/, tags: [\"\"]}]",
        "feeds: [{url: https://a.example/, tags: [[a]]}]",
        "feeds: [{url: https://a.example/, tags: {a: b}}]",
        "feeds: [{url: https://a.example/, every: 5}]",
        "feeds: [{url: https://a.example/, every: 1h 5m}]",
        "feeds: [{url: https://a.example/, id: -a}]",
        "feeds: [{url: https://a.example/, id: A}]",
        "feeds: [{url: https://a.example/, categories: mixed}]",
        "feeds: [{url: https://a.example/, auth: {}}]",
        "feeds: [{url: https://a.example/, auth: x}]",
        "feeds: [{url: https://a.example/, auth: {bearer: x, basic: {user: a, password: b}}}]",
        "feeds: [{url: https://a.example/, auth: {basic: {user: a}}}]",
        "feeds: [{url: https://a.example/, auth: {basic: {user: \"a:b\", password: c}}}]",
        "feeds: [{url: https://a.example/, headers: {HOST: x}}]",
        "feeds: [{url: https://a.example/, headers: {\"a b\": x}}]",
        "feeds: [{url: https://a.example/, headers: {a: null}}]",
        "feeds: [{url: https://a.example/, headers: [a]}]",
        "feeds: [{url: https://a.example/, include: {}}]",
        "feeds: [{url: https://a.example/, include: {tag: x}}]",
        "feeds: [{url: https://a.example/, include: {title: \"\"}}]",
        "{feeds: [], title: \"\"}",
        "{feeds: [], public-url: a.example}",
        "{feeds: [], public-url: \"https://a.example/?x\"}",
        "{feeds: [], public-url: \"https://a.example/#x\"}",
        "{feeds: [], server: null}",
        "{feeds: [], server: 8080}",
        "{feeds: [], server: {port: 65536}}",
        "{feeds: [], server: {port: -1}}",
        "{feeds: [], server: {port: 1.5}}",
        "{feeds: [], server: {port: x}}",
        "{feeds: [], server: {host: \"a b\"}}",
        "{feeds: [], server: {admin-token: \"\"}}",
        "{feeds: [], storage: {url: sqlite.db}}",
        "{feeds: [], storage: {url: \"jdbc:h2:\"}}",
        "{feeds: [], polling: {proxy: proxy.example}}",
        "{feeds: [], polling: {proxy: \"ftp://proxy/\"}}",
        "{feeds: [], polling: {proxy: \"http://proxy/path\"}}",
        "{feeds: [], polling: {proxy: {user: a}}}",
        "feeds: [{url: https://a.example/, tls: {}}]",
        "feeds: [{url: https://a.example/, tls: {fingerprint: \"sha256:00\"}}]",
        "feeds: [{url: https://a.example/, cookies: always}]",
        "feeds: [{url: https://a.example/, id-by: url}]",
        "feeds: [{url: https://a.example/, updates: true}]",
        "feeds: [{url: https://a.example/, was: https://b.example/}]",
        "feeds: [{url: https://a.example/, method: PUT}]",
        "{feeds: [], polling: {max-size: 5}}",
        "{feeds: [], polling: {max-size: 10mb}}",
        "{feeds: [], polling: {per-host: 0}}",
        "{feeds: [], polling: {hosts: {example.org: {}}}}",
        "{feeds: [], polling: {hosts: {example.org: {every: 1h}}}}",
        "{feeds: [], polling: {hosts: {\"https://example.org\": {per-host: 1}}}}",
        "{feeds: [], polling: {hosts: {\"*.example.org\": {per-host: 1}}}}",
        "{feeds: [], polling: {hosts: [example.org]}}",
        "{feeds: [], polling: {per-host: 101}}",
        "{feeds: [], polling: {every: \"\"}}",
        "{feeds: [], polling: {allow-addresses: 10.0.0.0/8}}",
        "{feeds: [], polling: {allow-addresses: [localhost]}}",
        "{feeds: [], include: x.yml}",
        "{feeds: [], include: [ftp://a.example/x.opml]}",
        "{feeds: [], include: [\"\"]}",
      })
  void readerRefusesWhatTheSchemaRefuses(String yaml) {
    assertThat(readerAccepts(yaml)).as("reader").isFalse();
    assertThat(schemaAccepts(yaml)).as("schema").isFalse();
  }

  @Test
  void everyOptionIsExplainedToEditorsAndShownWithItsDefault() {
    var json = FeedsSchema.json();

    assertThat(json)
        .contains(
            "\"description\" : \"The longest time for one request to a publisher, including"
                + " redirects.\"")
        .contains("\"default\" : \"30s\"")
        .contains("\"default\" : \"10MiB\"")
        .contains("\"default\" : \"apart\"")
        .contains("\"default\" : 8080");
  }

  @Test
  void tableNamesEveryOptionOnceWithItsWholePath() {
    var keys =
        FeedsSchema.optionsTable()
            .lines()
            .skip(2)
            .map(row -> row.replaceFirst("\\| `([^`]+)` .*", "$1"))
            .toList();

    assertThat(keys)
        .doesNotHaveDuplicates()
        .hasSize(227)
        .contains(
            "title",
            "server.port",
            "polling.max-size",
            "feeds",
            "feeds[].url",
            "feeds[].auth.basic.password",
            "feeds[].exclude.category",
            "streams.{name}.tags",
            "include");
    assertThat(FeedsSchema.optionsTable())
        .contains(
            "| `feeds[].url` | an http or https address | required | The address of the feed. |")
        .contains("| `polling.per-host` | a whole number from 1 to 100 | `2` |");
  }

  @Test
  void everyRowOfTheTableHasFourCells() {
    assertThat(FeedsSchema.optionsTable().lines())
        .allSatisfy(row -> assertThat(row.replace("\\|", "").split("\\|", -1)).hasSize(6));
  }

  @Test
  void exampleFileIsValidAndAllItsFeedsHaveTags() throws IOException {
    var example = Path.of("feeds.yml");

    assertThat(FeedsFile.read(example, Map.of(), Selections::fault))
        .isInstanceOf(Loaded.Valid.class);
    assertThat(schemaAccepts(Files.readString(example))).isTrue();
    var settings = ((Loaded.Valid) FeedsFile.read(example, Map.of(), Selections::fault)).settings();
    assertThat(settings.subscriptions())
        .hasSizeGreaterThanOrEqualTo(25)
        .allSatisfy(feed -> assertThat(feed.tags()).isNotEmpty());
  }
}
