package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.FeedId;
import io.feedloom.feed.Secret;
import io.feedloom.feed.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of a configuration that several nodes share. */
class CommonFilesTest {
  private static final String YAML =
      """
      server: { host: 127.0.0.1, port: %d, admin-token: tokenliteral }
      storage: { url: "jdbc:postgresql://db/feedloom", user: me, password: passliteral }
      keys:
        alice: aliceliteral
        bob: ${BOB_KEY}
      notify:
        hook: { url: "https://hook.example/urlliteral", secret: "${HOOK_SECRET}" }
      feeds:
        - { url: "https://a.example/", access: key, auth: { bearer: &b bearerliteral } }
        - { url: "https://b.example/", headers: { X-Key: *b, X-More: ${MORE} } }
        - url: https://c.example/
          auth:
            basic:
              user: u
              password: |-
                blockliteral
          tags: [ä, 𝄞x]
      include: [more/*.yml, list.opml]
      """;

  private static final Map<String, String> ALL =
      Map.of(
          "BOB_KEY", "bobsecretvalue",
          "MORE", "moresecret",
          "HOOK_SECRET", "whsec_0123456789abcdef0123456789abcdef");

  @TempDir private Path folder;

  private Loaded.Valid load(String node, String yaml) throws Exception {
    var home = Files.createDirectories(folder.resolve(node));
    Files.createDirectories(home.resolve("more"));
    Files.writeString(home.resolve("more/x.yml"), "feeds: [https://d.example/]\n");
    Files.writeString(
        home.resolve("list.opml"),
        "<opml><body><outline xmlUrl='https://e.example/' text='Ä'/></body></opml>");
    var file = Files.writeString(home.resolve("feeds.yml"), yaml);
    var loaded = FeedsFile.read(file, ALL, _ -> Optional.empty());
    assertThat(loaded.faults()).isEmpty();
    return (Loaded.Valid) loaded;
  }

  private CommonSettings read(Loaded.Valid stored, Map<String, String> env, Settings own) {
    var files = CommonFiles.of(stored.common().orElseThrow().bytes());
    assertThat(files).isEqualTo(stored.common().orElseThrow());
    return FeedsFile.read(files, folder, env, _ -> Optional.empty(), own);
  }

  private static Subscription feed(Settings settings, String url) {
    return settings.subscriptions().stream()
        .filter(each -> each.url().toString().equals(url))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void noSecretIsInTheCommonFiles() throws Exception {
    var common = load("one", YAML.formatted(1)).common().orElseThrow();
    assertThat(common.toString())
        .doesNotContain("literal:", "tokenliteral", "passliteral", "aliceliteral", "urlliteral")
        .doesNotContain("bearerliteral", "blockliteral", "bobsecretvalue", "moresecret")
        .contains("${BOB_KEY}", "https://d.example/", "xmlUrl");
  }

  @Test
  void nodesThatDifferInAddressAndDatabaseHaveTheSameDigest() throws Exception {
    var one = load("one", YAML.formatted(1)).common().orElseThrow();
    var other =
        load("other", YAML.formatted(2).replace("//db/", "//elsewhere/")).common().orElseThrow();
    assertThat(other.digest()).isEqualTo(one.digest());
  }

  @Test
  void otherFeedsRulesIncludesAndSecretsHaveAnotherDigest() throws Exception {
    var one = load("one", YAML.formatted(1)).common().orElseThrow().digest();
    assertThat(load("a", YAML.formatted(1).replace("a.ex", "z.ex")).common().orElseThrow().digest())
        .isNotEqualTo(one);
    assertThat(
            load("b", YAML.formatted(1).replace("aliceliteral", "aliceotherliteral"))
                .common()
                .orElseThrow()
                .digest())
        .isNotEqualTo(one);
    load("c", YAML.formatted(1));
    Files.writeString(folder.resolve("c/more/x.yml"), "feeds: [https://d2.example/]\n");
    var edited =
        (Loaded.Valid) FeedsFile.read(folder.resolve("c/feeds.yml"), ALL, _ -> Optional.empty());
    assertThat(edited.common().orElseThrow().digest()).isNotEqualTo(one);
  }

  @Test
  void commonFilesWithoutLiteralsGiveTheSameSettingsOnAnotherNode() throws Exception {
    var yaml =
        YAML.formatted(1)
            .replace("admin-token: tokenliteral", "admin-token: '${BOB_KEY}'")
            .replace("aliceliteral", "${BOB_KEY}2")
            .replace("https://hook.example/urlliteral", "https://hook.example/${MORE}")
            .replace("bearerliteral", "${MORE}")
            .replace("blockliteral", "${MORE}");
    var one = load("one", yaml);
    var own = load("two", YAML.formatted(9)).settings();

    var taken = read(one, ALL, own);

    assertThat(taken.missing()).isEmpty();
    assertThat(taken.faults()).isEmpty();
    var settings = taken.settings().orElseThrow();
    assertThat(settings.subscriptions()).isEqualTo(one.settings().subscriptions()).hasSize(5);
    assertThat(settings.keys()).isEqualTo(one.settings().keys());
    assertThat(settings.webhooks()).isEqualTo(one.settings().webhooks());
    assertThat(settings.server().port()).isEqualTo(9);
    assertThat(settings.server().adminToken()).isEqualTo(Optional.of(new Secret("bobsecretvalue")));
    assertThat(settings.storage()).isEqualTo(own.storage());
  }

  @Test
  void nodeThatLacksSecretsSaysWhichAndLetsNobodyIn() throws Exception {
    var one = load("one", YAML.formatted(1));

    var taken = read(one, Map.of("HOOK_SECRET", ALL.get("HOOK_SECRET")), one.settings());

    assertThat(taken.missing())
        .contains("the environment variable BOB_KEY", "the environment variable MORE")
        .contains("the secret at feeds.yml:4:10, which is not written as ${NAME}")
        .noneMatch(text -> text.contains("HOOK_SECRET") || text.contains("literal,"));
    var settings = taken.settings().orElseThrow();
    assertThat(settings.subscriptions()).hasSize(5);
    assertThat(feed(settings, "https://a.example/").keyed()).isTrue();
    assertThat(settings.keys().values())
        .hasSize(2)
        .doesNotContain(new Secret("aliceliteral"), new Secret(""))
        .allSatisfy(key -> assertThat(key.value()).hasSize(40));
    assertThat(settings.subscriptions().get(0).id())
        .isEqualTo(one.settings().subscriptions().get(0).id());
    assertThat(settings.subscriptions())
        .extracting(Subscription::id)
        .doesNotContain(new FeedId("x"));
  }

  @Test
  void commonFilesWithUnknownOptionsAreNotReadable() throws Exception {
    var one = load("one", YAML.formatted(1));
    var files =
        new CommonFiles(
            "d",
            List.of(new CommonFiles.Content("feeds.yml", false, "feeds: []\nfuture: option\n")));
    var taken = FeedsFile.read(files, folder, ALL, _ -> Optional.empty(), one.settings());
    assertThat(taken.settings()).isEmpty();
    assertThat(taken.faults()).hasSize(1);
  }

  @Test
  void filesOfAnH2DatabaseAreNotKept() throws Exception {
    var alone = YAML.formatted(1).replaceFirst("storage:.*\\n", "");
    assertThat(load("one", alone).common()).isEmpty();
  }
}
