package io.feedloom.push.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.farm.Publisher;
import io.feedloom.farm.Request;
import io.feedloom.feed.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The examples of docs/push.md, as they are written there. Servers on loopback check what the
 * services require, and answer as they do.
 */
class ServicesTest {
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final String TITLE = "He said \"no\" & <b>left</b>\\ *twice* \uD83E\uDD8A";
  private static final JsonMapper JSON = new JsonMapper();

  /** The addresses of the examples and the paths of the servers here. */
  private static final Map<String, String> PLACES =
      Map.of(
          "https://ntfy.sh/", "/",
          "https://ntfy.example/feedloom", "/feedloom",
          "${SLACK_WEBHOOK}", "/services/T000/B000/XXXX",
          "${DISCORD_WEBHOOK}", "/api/webhooks/123/token",
          "${HOOKSHOT_WEBHOOK}", "/webhook/7f3c",
          "http://192.168.1.20:8000/notify/feedloom", "/notify/feedloom");

  @TempDir private Path folder;

  private static List<String> examples() throws IOException {
    var rest = Files.readString(Path.of("docs/push.md")).split("### Services", 2)[1];
    var section = rest.split("\n## ", 2)[0];
    var examples = new ArrayList<String>();
    var found = EXAMPLE.matcher(section);
    while (found.find()) {
      examples.add(found.group(1));
    }
    return examples;
  }

  /** Returns an example with the address of the server here, and tags that exist here. */
  private static String adapted(String example) {
    var text = example.replaceAll("(?m)^polling:.*\n", "").replace("${NTFY_TOKEN}", "tk_secret");
    for (var place : PLACES.entrySet()) {
      text = text.replace("url: " + place.getKey(), "url: SERVER" + place.getValue());
    }
    return text.replace("tags: jvm", "tags: news");
  }

  private static String name(String example) {
    var name = Pattern.compile("(?m)^  ([a-z]+):$").matcher(example);
    return name.find() ? name.group(1) : "";
  }

  private static void services(Publisher server) {
    server.on("/", ServicesTest::ntfy);
    server.on("/feedloom", ServicesTest::ntfyText);
    server.on("/services/T000/B000/XXXX", ServicesTest::slack);
    server.on("/api/webhooks/123/token", ServicesTest::discord);
    server.on("/webhook/7f3c", ServicesTest::hookshot);
    server.on("/notify/feedloom", ServicesTest::apprise);
  }

  private static Answer answer(int status, String body) {
    return Answer.of(status, Map.of(), body);
  }

  private static boolean isJson(Request request) {
    return request.header("Content-Type").orElse("").startsWith("application/json");
  }

  private static Optional<JsonNode> json(Request request) {
    try {
      return Optional.of(JSON.readTree(Hooks.body(request))).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static boolean isText(JsonNode json, String name, int most) {
    var value = json.path(name);
    return value.isString() && !value.asString().isBlank() && value.asString().length() <= most;
  }

  private static Answer ntfy(Request request) {
    var json = json(request);
    boolean valid =
        json.filter(it -> isText(it, "topic", 64))
            .filter(it -> it.path("topic").asString().matches("[-_A-Za-z0-9]{1,64}"))
            .filter(it -> it.path("message").isString() && it.path("title").isString())
            .filter(it -> it.path("priority").isInt())
            .filter(it -> it.path("priority").asInt() >= 1 && it.path("priority").asInt() <= 5)
            .filter(it -> it.path("click").asString().startsWith("https://"))
            .isPresent();
    return valid
        ? answer(200, "{\"id\":\"x\",\"event\":\"message\"}")
        : answer(400, "{\"code\":40024,\"error\":\"invalid request: request body must be JSON\"}");
  }

  private static Answer ntfyText(Request request) {
    if (!request.header("Authorization").equals(Optional.of("Bearer tk_secret"))) {
      return answer(403, "{\"code\":40301,\"error\":\"forbidden\"}");
    }
    // A longer body becomes an attachment.
    int length = request.body().length(); // in bytes
    boolean valid =
        length > 0
            && length <= 4096
            && request.header("Title").equals(Optional.of("New entries"))
            && request.header("Content-Type").orElse("").startsWith("text/plain");
    return answer(valid ? 200 : 400, "{}");
  }

  private static Answer slack(Request request) {
    if (!isJson(request) || json(request).isEmpty()) {
      return answer(400, "invalid_payload");
    }
    var text = json(request).map(it -> it.path("text").asString("")).orElse("");
    if (text.isBlank()) {
      return answer(400, "no_text");
    }
    // Slack takes & < > only as entities or as the brackets of links.
    boolean escaped =
        text.replaceAll("<https://[^|<>]+\\|[^|<>]+>", "")
            .replaceAll("&(amp|lt|gt);", "")
            .chars()
            .noneMatch(c -> c == '&' || c == '<' || c == '>');
    return text.length() <= 40_000 && escaped ? answer(200, "ok") : answer(400, "msg_too_long");
  }

  private static Answer discord(Request request) {
    boolean valid =
        isJson(request)
            && json(request)
                .filter(it -> isText(it, "content", 2000))
                .filter(it -> it.path("allowed_mentions").path("parse").isArray())
                .isPresent();
    return valid
        ? answer(204, "")
        : answer(400, "{\"message\": \"Cannot send an empty message\", \"code\": 50006}");
  }

  private static Answer hookshot(Request request) {
    boolean valid =
        isJson(request)
            && json(request)
                .filter(it -> isText(it, "text", 60_000))
                .filter(it -> isText(it, "html", 60_000) && isText(it, "username", 100))
                .filter(it -> !it.path("html").asString().contains("<b>left</b>"))
                .isPresent();
    return valid ? answer(200, "{\"ok\":true}") : answer(400, "{\"ok\":false}");
  }

  private static Answer apprise(Request request) {
    var types = Set.of("info", "success", "warning", "failure");
    boolean valid =
        isJson(request)
            && json(request)
                .filter(it -> isText(it, "body", 32_768))
                .filter(it -> types.contains(it.path("type").asString("")))
                .filter(it -> it.path("format").asString("").equals("text"))
                .isPresent();
    return valid ? answer(200, "{\"error\": null}") : answer(400, "{\"error\": \"Bad FORM\"}");
  }

  private static Entry[] entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                Entry.builder("g" + number)
                    .title(TITLE + " " + number)
                    .link("https://a.example/" + number + "?a=1&b=2")
                    .summary("<p>Line \"one\"</p><p>Line &lt;two&gt; \\ three</p>")
                    .build())
        .toArray(Entry[]::new);
  }

  @Test
  void docsShowEveryService() throws IOException {
    assertThat(examples().stream().map(ServicesTest::name))
        .containsExactly("phone", "phone", "slack", "discord", "matrix", "apprise");
  }

  @TestFactory
  Stream<DynamicTest> serviceAcceptsTheExampleOfTheDocs() throws IOException {
    return examples().stream()
        .map(example -> DynamicTest.dynamicTest(example.strip(), () -> check(example)));
  }

  private void check(String example) throws IOException {
    var own = Files.createTempDirectory(folder, "service");
    try (var hooks = new Hooks(own, adapted(example))) {
      services(hooks.server);
      var name = name(example);
      hooks.arrive("a", entries(1));
      hooks.pass(Duration.ofHours(1));
      hooks.send();
      hooks.pass(Duration.ofHours(1));
      hooks.step();
      assertThat(hooks.state(name).delivered()).as("%s", hooks.state(name)).isPositive();
      var single = Hooks.body(hooks.server.requests().getLast());
      assertThat(single).contains("twice");

      hooks.arrive("a", entries(100));
      hooks.send();
      hooks.pass(Duration.ofHours(1));
      hooks.step();

      var notice =
          new Notice(
              "k",
              "Alpha <fails>",
              "\"No\" answer",
              Optional.of("https://feeds.example/"),
              Notice.Severity.FAILURE);
      hooks.notice(name, notice);
      hooks.step();

      var state = hooks.state(name);
      assertThat(state.answer().orElse("")).doesNotContain("answered 4");
      assertThat(state.givenUp()).isZero();
      assertThat(state.messages()).isZero();
      assertThat(state.waiting()).isZero();
      assertThat(Hooks.body(hooks.server.requests().getLast())).contains("No");
    }
  }
}
