package io.feedloom.push.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.farm.Answer;
import io.feedloom.feed.Entry;
import io.feedloom.serve.Served;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bodies of messages. */
class MessageWriterTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NASTY = "\"quoted\" \\ <b>&amp;\n\t\u0001 é \uD83E\uDD8A";

  @TempDir private Path folder;

  /** Returns the only request that a webhook with these options gets. */
  private String sent(String options, Entry... entries) throws Exception {
    var notify = "notify:\n  chat: { url: SERVER/hook, tags: news, " + options + " }\n";
    try (var hooks = new Hooks(folder, notify)) {
      hooks.server.on("/hook", Answer.of(200, Map.of(), ""));
      hooks.arrive("a", entries);
      hooks.send();
      var requests = hooks.server.requests("/hook");
      assertThat(requests).hasSize(1);
      return Hooks.body(requests.getFirst());
    }
  }

  private static Entry nasty() {
    return Entry.builder("1").title(NASTY).link("https://a.example/?a=1&b=\"2\"").build();
  }

  @Test
  void bodyWithoutTemplateIsTheAnswerOfTheApi() throws Exception {
    try (var hooks = new Hooks(folder, "notify:\n  chat: { url: SERVER/hook, tags: news }\n")) {
      hooks.server.on("/hook", Answer.of(200, Map.of(), ""));
      hooks.arrive("a", nasty());
      hooks.send();
      var request = hooks.server.requests("/hook").getFirst();
      var api = JSON.readTree(hooks.served.get("/api/v1/entries?tag=news").body());

      var body = JSON.readTree(Hooks.body(request));
      assertThat(request.header("Content-Type")).contains("application/json");
      assertThat(body.path("type").asString()).isEqualTo("entries.arrived");
      assertThat(body.path("timestamp").asString()).isEqualTo(Served.NOON.toString());
      assertThat(body.path("data").path("entries")).isEqualTo(api.path("entries"));
      assertThat(body.path("data").path("selection")).isEqualTo(api.path("selection"));
    }
  }

  @Test
  void noTextCanBreakAJsonTemplate() throws Exception {
    var body = sent("body: '{\"a\": \"{title}\", \"b\": [{count}, \"{entries}\"]}'", nasty());

    JsonNode json = JSON.readTree(body);
    assertThat(json.path("a").asString()).isEqualTo(NASTY);
    assertThat(json.path("b").get(0).asInt()).isEqualTo(1);
    assertThat(json.path("b").get(1).asString()).startsWith(NASTY + " – Alpha\nhttps://a.example/");
  }

  @Test
  void valuesAreEscapedAsTheContentTypeNeeds() throws Exception {
    var entry = Entry.builder("1").title("a <b> & \"c\"").link("https://a.example/?x=1&y").build();
    assertThat(sent("body: '<p>{title}</p>', content-type: text/html", entry))
        .isEqualTo("<p>a &lt;b&gt; &amp; &quot;c&quot;</p>");
    assertThat(
            sent(
                "body: 't={title}&u={link}', content-type: application/x-www-form-urlencoded",
                entry))
        .isEqualTo("t=a+%3Cb%3E+%26+%22c%22&u=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y");
    assertThat(sent("body: '{title} {title|slack} {title|html}'", entry))
        .isEqualTo("a <b> & \"c\" a &lt;b&gt; &amp; \"c\" a &lt;b&gt; &amp; &quot;c&quot;");
    assertThat(sent("body: '{title|url} {title:4|markdown} {{title}'", entry))
        .isEqualTo("a%20%3Cb%3E%20%26%20%22c%22 a \\<… {title}");
  }

  @Test
  void textOfSeveralEntriesIsTheirList() throws Exception {
    var two = new Entry[] {Hooks.entry("1"), Hooks.entry("2")};

    assertThat(sent("body: '{title}|{text}|{link}|{source}', entry: '- {title}: {text}'", two))
        .isEqualTo(
            "2 new entries: Feedloom – news|- Title 1: About 1\n- Title 2: About 2"
                + "|https://feeds.example/tags/news|Alpha");
  }

  @Test
  void entryWithoutTitleIsNamedByItsText() throws Exception {
    var entry = Entry.builder("1").summary("<p>Only <i>text</i></p>").build();

    assertThat(sent("body: '{title}'", entry)).isEqualTo("Only text");
  }

  @Test
  void cutTextEndsWithAnEllipsisAndNeverInsideACharacter() {
    assertThat(TemplateWriter.cut("abc", 3)).isEqualTo("abc");
    assertThat(TemplateWriter.cut("abcd", 3)).isEqualTo("ab…");
    assertThat(TemplateWriter.cut("a\uD83E\uDD8Abc", 3)).isEqualTo("a…");
    assertThat(TemplateWriter.cut("abcd", 1)).isEqualTo("…");
  }

  @Test
  void cutListEndsWithTheNumberOfEntriesThatAreLeftOut() {
    var list = List.of("first", "second", "third");

    assertThat(TemplateWriter.joined(list, 18)).isEqualTo("first\nsecond\nthird");
    var long4 = List.of("first", "second", "third", "a much longer one");
    assertThat(TemplateWriter.joined(long4, 30)).isEqualTo("first\nsecond\n… and 2 more");
    assertThat(TemplateWriter.joined(long4, 31).length()).isLessThanOrEqualTo(31);
    assertThat(TemplateWriter.joined(list, 4)).isEqualTo("fir…");
  }
}
