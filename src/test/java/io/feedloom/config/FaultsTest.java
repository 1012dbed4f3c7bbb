package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The messages of faults, and the places that they name. */
class FaultsTest {
  /** Cases are set apart by a line of equals signs, a file from its faults by one of dashes. */
  private static final String KEYS =
      """
      feeds: []
      tilte: x
      ---
      feeds.yml:2:1: unknown key "tilte" – did you mean "title"?
      ===
      feeds: []
      downloads: {}
      ---
      feeds.yml:2:1: unknown key "downloads"; allowed here: title, public-url, time-zone, server, storage, polling, retention, clean, defaults, feeds, rules, streams, keys, notify, alerts, log, export, include
      ===
      feeds: []
      streams:
        JVM: {}
        jvm: { tag: x, tags: ["a,,b", "-", [c]], limit: 501 }
        jvm: { since: soon, source: ["A B"], category: null }
      ---
      feeds.yml:3:3: expected the name of a stream: 1 to 100 characters of a-z 0-9 _ - that begin with a letter or digit
      feeds.yml:4:10: unknown key "tag" – did you mean "tags"?
      feeds.yml:4:25: this is not valid; allowed: tags joined by commas; a leading minus excludes them: java,kotlin or -sponsored
      feeds.yml:4:33: this is not valid; allowed: tags joined by commas; a leading minus excludes them: java,kotlin or -sponsored
      feeds.yml:4:38: expected tags: each item narrows, a comma widens, a minus excludes, but found a list
      feeds.yml:4:51: expected a whole number from 1 to 500, but found something else
      feeds.yml:5:3: the stream "jvm" appears here a second time
      feeds.yml:5:17: this is not valid; allowed: an RFC 3339 instant like 2026-11-24T03:00:00Z, a date like 2026-11-24, or how long ago in minutes, hours, days or weeks: 30m, 24h, 7d, 2w
      feeds.yml:5:32: this is not valid; allowed: feed ids (a-z 0-9 . _ -) joined by commas; a leading minus excludes them
      feeds.yml:5:50: expected categories, written like tags, but found nothing
      ===
      feeds: [{ url: https://a.example/, access: secret }]
      keys: { alice: short, bob: long-enough-1, carol: long-enough-1, bob: long-enough-2, d: "sp ace-in-it", "": long-enough-3 }
      ---
      feeds.yml:1:44: expected key or public, but found something else
      feeds.yml:2:16: expected a key of 8 to 200 letters, digits and . _ ~ -, but found something else
      feeds.yml:2:50: this key is used twice; give each owner a different one
      feeds.yml:2:65: the key of "bob" appears here a second time
      feeds.yml:2:88: expected a key of 8 to 200 letters, digits and . _ ~ -, but found something else
      feeds.yml:2:104: expected the name of the key's owner
      ===
      feeds: []
      rules:
        - { when: { title: "(" }, tag: a }
        - { when: {}, tag: a }
        - { tag: a }
        - { when: { titel: a }, drop: true, tag: a }
        - { when: { title: a } }
        - { when: { lang: english!, feed-tag: "&" }, drop: maybe }
        - title
      retention: { keep: 0d, per-feed: 0, perfeed: 1 }
      ---
      feeds.yml:3:22: expected a regular expression (RE2): missing closing )
      feeds.yml:4:13: expected at least one of title, content, any, author, category, url, feed-tag, lang, but found 0 of them
      feeds.yml:5:5: the key "when" is missing
      feeds.yml:6:13: expected at least one of title, content, any, author, category, url, feed-tag, lang, but found 0 of them
      feeds.yml:6:15: unknown key "titel" – did you mean "title"?
      feeds.yml:6:33: a dropped entry has no tags; write either "tag" or "drop"
      feeds.yml:7:5: expected "tag" with tags, "drop: true", or one of "remove", "keep", "replace", "title-prefix", "set"
      feeds.yml:8:21: expected a language such as en or pt-BR, but found something else
      feeds.yml:8:41: expected a tag, but found something else
      feeds.yml:8:54: expected true or false, but found something else
      feeds.yml:9:5: expected a mapping with the key when and an effect, but found a single value
      feeds.yml:10:20: expected a duration such as 90s, 15m, 1h30m or 1d, from 1s to 36500d, but found something else
      feeds.yml:10:34: expected a whole number from 1 to 10000000, but found something else
      feeds.yml:10:37: unknown key "perfeed" – did you mean "per-feed"?
      ===
      feeds:
        - url: https://a.example/
          tgas: [java]
          downloads: true
      ---
      feeds.yml:3:5: unknown key "tgas" – did you mean "tags"?
      feeds.yml:4:5: unknown key "downloads"; allowed here: url, id, title, tags, auth, every, categories, headers, include, exclude, access, retention, withdrawn, clean, full-text, push, hub, page, json, script
      ===
      feeds:
        - { url: https://a.example/, full-text: yes }
        - url: https://b.example/
          full-text: { keep: "article >", remove: "[a", wait: maybe, drop: x }
        - { url: https://c.example/, full-text: { keep: "" } }
      defaults: [{ tags: x, full-text: [true] }, { auth: 1h }, { access: keyed }]
      ---
      feeds.yml:2:43: expected true, wait, false, or a mapping of keep, remove, wait and robots, but found something else
      feeds.yml:4:24: expected a CSS selector, but it cannot be read
      feeds.yml:4:45: expected a CSS selector, but it cannot be read from its character 2 on
      feeds.yml:4:57: expected true or false, but found something else
      feeds.yml:4:64: unknown key "drop"; allowed here: keep, remove, wait, robots
      feeds.yml:5:51: expected a CSS selector, but it is empty
      feeds.yml:6:34: expected true, wait, false, or a mapping of keep, remove, wait and robots, but found a list
      feeds.yml:6:46: unknown key "auth"; allowed here: tags, every, categories, headers, include, exclude, access, retention, withdrawn, clean, full-text, push, hub
      feeds.yml:6:68: expected key or public, but found something else
      ===
      server: { admin_token: x }
      polling: { perHost: 1, maxsize: 1MB }
      feeds: []
      ---
      feeds.yml:1:11: unknown key "admin_token" – did you mean "admin-token"?
      feeds.yml:2:12: unknown key "perHost" – did you mean "per-host"?
      feeds.yml:2:24: unknown key "maxsize" – did you mean "max-size"?
      ===
      polling:
        hosts:
          example.org: { perhost: 1 }
          EXAMPLE.org: { spacing: 2h }
          "https://example.org": { per-host: 1 }
          other.example: {}
      feeds: []
      ---
      feeds.yml:3:18: expected per-host, spacing or both, but found 0 of them
      feeds.yml:3:20: unknown key "perhost" – did you mean "per-host"?
      feeds.yml:4:5: the host "example.org" appears here a second time
      feeds.yml:4:29: expected a duration such as 90s, 15m, 1h30m or 1d, from 0s to 1h, but found something else
      feeds.yml:5:5: expected a host, or a domain such as example.org, which includes all hosts below it
      feeds.yml:6:20: expected per-host, spacing or both, but found 0 of them
      ===
      title: x
      ---
      feeds.yml:1:1: the key "feeds" is missing
      ===
      title: a
      feeds: []
      title: b
      ---
      feeds.yml:3:1: "title" appears here a second time; see feeds.yml:1:8
      ===
      feeds:
        - { url: https://a.example/, title: a, title: b }
        - title: c
      ---
      feeds.yml:2:42: "title" appears here a second time; see feeds.yml:2:39
      feeds.yml:3:5: the key "url" is missing
      ===
      feeds: []
      ? [a]
      : b
      ---
      feeds.yml:2:3: expected a key, but found a list
      ===
      feeds: []
      <<: { title: x }
      ---
      feeds.yml:2:1: unknown key "<<"; merge keys are not supported, repeat the keys
      """;

  private static final String TYPES =
      """
      feeds:
      ---
      feeds.yml:1:7: expected a list of feeds, but found nothing
      ===
      feeds: https://a.example/
      ---
      feeds.yml:1:8: expected a list of feeds, but found a single value
      ===
      - https://a.example/
      ---
      feeds.yml:1:1: expected a mapping with the key feeds, but found a list
      ===
      feeds: [[https://a.example/], ~, {}]
      title: [a]
      server: 8080
      ---
      feeds.yml:1:9: expected an address, or a mapping with the key url, but found a list
      feeds.yml:1:31: expected an address, or a mapping with the key url, but found nothing
      feeds.yml:1:34: the key "url" is missing
      feeds.yml:2:8: expected a text, but found a list
      feeds.yml:3:9: expected a mapping of server options, but found a single value
      ===
      feeds:
        - url: https://a.example/
          tags: { a: b }
          headers: [a]
          include: title
          auth: token
        - url: https://b.example/
          tags: [[a], ~]
      ---
      feeds.yml:3:11: expected a list of tags, or one text with commas between them, but found a mapping of keys to values
      feeds.yml:4:14: expected a mapping of header names to values, but found a list
      feeds.yml:5:14: expected at least one of title, content, any, author, category, url, lang, but found a single value
      feeds.yml:6:11: expected either bearer or basic, but found a single value
      feeds.yml:8:12: expected a tag, but found a list
      feeds.yml:8:17: expected a tag, but found nothing
      ===
      feeds: []
      title: ""
      include: more.yml
      ---
      feeds.yml:2:8: expected a text, but it is empty
      feeds.yml:3:10: expected a list of files, but found a single value
      """;

  private static final String VALUES =
      """
      feeds: []
      server: { port: 65536, host: a b }
      ---
      feeds.yml:2:17: expected a whole number from 0 to 65535, but found something else
      feeds.yml:2:30: expected a host name or IP address, but found something else
      ===
      feeds: []
      server: { port: -1 }
      storage: { url: sqlite.db }
      public-url: https://a.example/?x
      ---
      feeds.yml:2:17: expected a whole number from 0 to 65535, but found something else
      feeds.yml:3:17: expected jdbc:h2:… or jdbc:postgresql:…, but found something else
      feeds.yml:4:13: expected an http or https address without query or fragment, but it has a query or fragment
      ===
      feeds: []
      polling:
        every: 90
        timeout: 11m
        max-size: 1023
        per-host: 0
        allow-addresses: [10.0.0.0/33, localhost]
      ---
      feeds.yml:3:10: expected a duration such as 90s, 15m, 1h30m or 1d, from 1s to 365d, but found something else
      feeds.yml:4:12: expected a duration such as 90s, 15m, 1h30m or 1d, from 1s to 10m, but found something else
      feeds.yml:5:13: expected a size such as 512KiB, 10MiB or 10MB, from 1KiB to 1GiB, but found something else
      feeds.yml:6:13: expected a whole number from 1 to 100, but found something else
      feeds.yml:7:21: expected a block of IP addresses such as 10.0.0.0/8 or fd00::/8, but found something else
      feeds.yml:7:34: expected a block of IP addresses such as 10.0.0.0/8 or fd00::/8, but found something else
      ===
      feeds: []
      polling: { min: 2h }
      ---
      feeds.yml:2:17: "min" (2h) is longer than "every" (1h, the default)
      ===
      feeds: []
      polling: { max: 10m, every: 5m }
      ---
      feeds.yml:2:17: "min" (15m, the default) is longer than "max" (10m)
      ===
      feeds: []
      polling: { every: 2d }
      ---
      feeds.yml:2:19: "every" (2d) is longer than "max" (1d, the default)
      ===
      feeds:
        - ftp://a.example/
        - url: example.org
          id: No Good
          every: 0s
          categories: as_tags
          tags: "a,,b"
        - { url: "https://", tags: [" & "] }
      ---
      feeds.yml:2:5: expected an http or https address, but it does not begin with http:// or https://
      feeds.yml:3:10: expected an http or https address, but it does not begin with http:// or https://
      feeds.yml:4:9: expected 1 to 100 characters of a-z 0-9 . _ - that begin with a letter or digit, but found something else
      feeds.yml:5:12: expected a duration such as 90s, 15m, 1h30m or 1d, from 1s to 365d, but found something else
      feeds.yml:6:17: expected as-tags or apart, but found something else
      feeds.yml:7:11: expected a tag, but found nothing
      feeds.yml:8:12: expected an http or https address, but it has no host
      feeds.yml:8:31: expected a tag, but found no letter, digit or sign that a tag can contain
      ===
      feeds:
        - url: https://a.example/
          auth: { bearer: a, basic: { user: "x:y" } }
          headers: { Host: a, "b c": d, X-A: "", x-b: 1, X-B: 2 }
          include: { title: "(", any: "a{9999}" }
          exclude: {}
        - { url: https://b.example/, auth: {}, headers: {} }
        - { url: https://c.example/, auth: { bearer: x }, headers: { authorization: y } }
      ---
      feeds.yml:3:11: expected either bearer or basic, but found 2 of them
      feeds.yml:3:31: the key "password" is missing
      feeds.yml:3:39: expected a user name without a colon, but found something else
      feeds.yml:4:16: the header "Host" is set by Feedloom itself
      feeds.yml:4:25: expected the name of a header, such as X-Api-Key
      feeds.yml:4:40: expected a secret text, but it is empty
      feeds.yml:4:52: the header "X-B" appears here a second time
      feeds.yml:5:23: expected a regular expression (RE2): missing closing )
      feeds.yml:5:33: expected a regular expression (RE2): invalid repeat count
      feeds.yml:6:14: expected at least one of title, content, any, author, category, url, lang, but found 0 of them
      feeds.yml:7:38: expected either bearer or basic, but found 0 of them
      feeds.yml:8:62: "auth" sets Authorization too
      ===
      feeds:
        - https://a.example
        - url: https://A.example:443/#top
          title: the same
        - { url: https://b.example/, id: one }
        - { url: https://c.example/, id: one }
      ---
      feeds.yml:3:10: this feed is already listed at feeds.yml:2:5
      feeds.yml:6:36: this id is already used at feeds.yml:5:36
      ===
      feeds: []
      include: [https://a.example/x.opml]
      ---
      feeds.yml:2:11: expected a file or pattern such as more/*.yml, but it is an address; let cron save it to a file (curl -fso shared.opml ADDRESS) and include that file
      """;

  private static final String SYNTAX =
      """
      feeds: [https://a.example/
      ---
      feeds.yml:1:8: the bracket that opens here is never closed
      ===
      title: "x
      feeds: []
      ---
      feeds.yml:1:8: the quotes that open here are never closed
      ===
      title: a: b
      feeds: []
      ---
      feeds.yml:1:9: no key is allowed here: indent it like the lines above, or put a text that contains ": " into quotes
      ===
      feeds: []
        - x
      ---
      feeds.yml:2:3: this is not indented like the other lines of its block
      ===
      feeds: ["https://a.example/" "https://b.example/"]
      ---
      feeds.yml:1:30: a comma or the closing bracket is missing before this
      ===
      feeds: []
      title: @x
      ---
      feeds.yml:2:8: a text that begins with this sign needs quotes
      ===
      feeds: []
      title
      server: {}
      ---
      feeds.yml:3:1: the key before this has no colon
      ===
      feeds: []
      server: { admin-token: ${TOKEN} }
      ---
      feeds.yml:2:24: the environment variable TOKEN is not set
      ===
      feeds: []
      title: !secret x
      ---
      feeds.yml:2:8: a YAML tag has no meaning here
      ===
      feeds: []
      title: "a\\qb"
      ---
      feeds.yml:2:11: this backslash in double quotes begins no escape that YAML knows; use single quotes
      """;

  private static final String SELECTORS =
      """
      feeds:
        - url: https://a.example/
          page: { item: "article >", title: "h2[", link: "a:nope", content: "" }
        - url: https://b.example/
          page: { item: "xpath://a[", title: "xpath:title(.)", link: "xpath:$x", author: "a[@" }
        - url: https://c.example/
          page: { item: article, tilte: h2, link: "@href" }
        - url: https://d.example/
          page: { item: a, title: a, link: a, id: "a[", date-format: "dd.QQQQQQQQ", date-relative: often }
      ---
      feeds.yml:3:19: expected a CSS selector, or XPath after "xpath:", but it cannot be read
      feeds.yml:3:39: expected a CSS selector, or XPath after "xpath:", but it cannot be read
      feeds.yml:3:52: expected a CSS selector, or XPath after "xpath:", but it cannot be read
      feeds.yml:3:71: expected a CSS selector, or XPath after "xpath:", but it is empty
      feeds.yml:5:19: expected a CSS selector, or XPath after "xpath:", but it is not XPath 1.0: it ends where a name is expected at character 5
      feeds.yml:5:40: expected a CSS selector, or XPath after "xpath:", but it is not XPath 1.0: it has an unknown function "title" at character 1
      feeds.yml:5:64: expected a CSS selector, or XPath after "xpath:", but it is not XPath 1.0: it has a variable at character 1
      feeds.yml:5:84: expected a CSS selector, or XPath after "xpath:", but it cannot be read from its character 3 on
      feeds.yml:7:11: the key "title" is missing
      feeds.yml:7:28: unknown key "tilte" – did you mean "title"?
      feeds.yml:9:45: expected a CSS selector, or XPath after "xpath:", or link, but it cannot be read
      feeds.yml:9:64: expected a format of dates such as d. MMMM yyyy, but it is not a format of dates
      feeds.yml:9:94: expected true or false, but found something else
      ===
      feeds:
        - url: https://a.example/
          json: { item: "items", title: "$.", link: "$.a[", image: "$['a", date: "$[?@.a]" }
        - url: https://b.example/
          json: { item: "$[1:x]", title: "$x", link: "$[-]", content: "$['\\\\u12']", links: $.a }
      ---
      feeds.yml:3:19: expected a JSON path (RFC 9535), but it does not begin with $ at character 1
      feeds.yml:3:35: expected a JSON path (RFC 9535), but it has a dot without a name at character 3
      feeds.yml:3:47: expected a JSON path (RFC 9535), but it lacks a name, an index or * at character 5
      feeds.yml:3:62: expected a JSON path (RFC 9535), but it has a name without its end at character 5
      feeds.yml:3:76: expected a JSON path (RFC 9535), but it has a filter, which is not supported at character 3
      feeds.yml:5:19: expected a JSON path (RFC 9535), but it lacks a ] at character 5
      feeds.yml:5:36: expected a JSON path (RFC 9535), but it has an unexpected character at character 2
      feeds.yml:5:48: expected a JSON path (RFC 9535), but it has a number that is none at character 4
      feeds.yml:5:65: expected a JSON path (RFC 9535), but it has a \\u without four digits at character 6
      feeds.yml:5:79: unknown key "links" – did you mean "link"?
      ===
      feeds:
        - url: https://a.example/
          page: { item: a, title: a, link: a }
          json: { item: $, title: $.a, link: $.b }
        - url: https://b.example/
          script: "#data"
        - url: https://c.example/
          script: "script["
          json: { item: $, title: $.a, link: $.b }
        - url: https://d.example/
          script: script
          page: { item: a, title: a, link: a }
        - { url: https://e.example/, page: article, json: [$], script: [a] }
      ---
      feeds.yml:4:11: expected either page or json
      feeds.yml:6:13: "script" needs the key "json"
      feeds.yml:8:13: expected a CSS selector, or XPath after "xpath:", but it cannot be read
      feeds.yml:11:13: "script" needs the key "json"
      feeds.yml:13:38: expected a mapping with the keys item, title and link, but found a single value
      feeds.yml:13:53: expected a mapping with the keys item, title and link, but found a list
      feeds.yml:13:66: expected a CSS selector, or XPath after "xpath:", but found a list
      """;

  @TempDir private Path temporary;
  private AdminFolder folder;

  @BeforeEach
  void open() {
    folder = new AdminFolder(temporary);
  }

  @TestFactory
  Stream<DynamicTest> unknownOrRepeatedKeys() {
    return cases(KEYS);
  }

  @TestFactory
  Stream<DynamicTest> valuesOfTheWrongType() {
    return cases(TYPES);
  }

  @TestFactory
  Stream<DynamicTest> valuesOutOfRangeOrForm() {
    return cases(VALUES);
  }

  @TestFactory
  Stream<DynamicTest> selectorsThatCannotBeUsed() {
    return cases(SELECTORS);
  }

  @TestFactory
  Stream<DynamicTest> textThatIsNotYaml() {
    return cases(SYNTAX);
  }

  @Test
  void faultsCompareAsTheyStandInTheFile() {
    folder.write("feeds.yml", "feeds:\n  - x\n  - y\nserver: { port: x, host: \" \" }\n");

    assertThat(folder.faults())
        .extracting(fault -> fault.replaceFirst(": .*", ""))
        .containsExactly("feeds.yml:2:5", "feeds.yml:3:5", "feeds.yml:4:17", "feeds.yml:4:26");
  }

  @Test
  void columnsCountCharactersAsPeopleDo() {
    folder.write("feeds.yml", "feeds: []\nserver: { host: 🦊🦊 x, port: z }\n");

    assertThat(folder.faults())
        .containsExactly(
            "feeds.yml:2:17: expected a host name or IP address, but found something else",
            "feeds.yml:2:29: expected a whole number from 0 to 65535, but found something else");
  }

  private Stream<DynamicTest> cases(String table) {
    return Arrays.stream(table.split("===\n", -1))
        .map(
            each -> {
              var parts = each.split("---\n", 2);
              List<String> faults = parts[1].lines().toList();
              return DynamicTest.dynamicTest(
                  parts[0].strip(),
                  () ->
                      assertThat(folder.write("feeds.yml", parts[0]).faults())
                          .containsExactlyElementsOf(faults));
            });
  }
}
