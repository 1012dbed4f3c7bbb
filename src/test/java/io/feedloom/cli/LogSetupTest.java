package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.feedloom.config.LogSettings;
import io.feedloom.config.LogSettings.Format;
import io.feedloom.config.LogSettings.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The log while the server runs. */
class LogSetupTest {
  private final LoggerContext context = new LoggerContext();

  LogSetupTest() {
    var setup = new LogSetup();
    setup.setContext(context);
    setup.configure(context);
  }

  @AfterEach
  void close() {
    context.stop();
  }

  private String written(String message) {
    var logger = context.getLogger("io.feedloom.Sample");
    var event =
        new LoggingEvent(
            "", logger, ch.qos.logback.classic.Level.WARN, message, new Exception("why"), null);
    event.setTimeStamp(0);
    return context.getLogger("ROOT").getAppender("console")
            instanceof ConsoleAppender<ILoggingEvent> console
        ? new String(console.getEncoder().encode(event), StandardCharsets.UTF_8)
        : "";
  }

  @Test
  void textHasOneLineForAnEventWithoutAnException() {
    assertThat(written("it failed")).contains("WARN  Sample: it failed\n");
  }

  @Test
  void jsonHasOneObjectInALine() {
    LogSetup.apply(context, new LogSettings(Format.JSON, Level.INFO));

    var line = written("line 1\nline \"2\"");
    assertThat(line).endsWith("\n").containsOnlyOnce("\n");
    var json = new JsonMapper().readTree(line);
    assertThat(json.get("formattedMessage").asString()).isEqualTo("line 1\nline \"2\"");
    assertThat(json.get("level").asString()).isEqualTo("WARN");
    assertThat(json.get("throwable").get("message").asString()).isEqualTo("why");
  }

  @Test
  void levelChangesWhileTheServerRuns() {
    var logger = context.getLogger("io.feedloom.Sample");
    assertThat(logger.isInfoEnabled()).isTrue();

    LogSetup.apply(context, new LogSettings(Format.TEXT, Level.WARN));
    assertThat(logger.isInfoEnabled()).isFalse();

    LogSetup.apply(context, new LogSettings(Format.TEXT, Level.DEBUG));
    assertThat(logger.isDebugEnabled()).isTrue();
    assertThat(context.getLogger("org.example").isInfoEnabled()).isFalse();
  }
}
