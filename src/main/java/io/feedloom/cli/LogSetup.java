package io.feedloom.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.feedloom.config.LogSettings;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Configures the log: one line per event on standard error, from WARN for libraries, and for
 * Feedloom as {@code log} in {@code feeds.yml} says. It does so in Java, because reading a
 * configuration file takes longer than the rest of the start.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String OWN = "io.feedloom";
  private static final String CONSOLE = "console";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setName(CONSOLE);
    console.setTarget("System.err");
    console.setEncoder(encoder(context, LogSettings.Format.TEXT));
    console.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger(OWN).setLevel(Level.INFO);
    // HikariCP warns about every connection that the database closed. We report the effect once.
    context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Applies the settings to the running log. */
  static void apply(LogSettings settings) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      apply(context, settings);
    }
  }

  static void apply(LoggerContext context, LogSettings settings) {
    if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(CONSOLE)
        instanceof ConsoleAppender<ILoggingEvent> console) {
      console.setEncoder(encoder(context, settings.format()));
      context.getLogger(OWN).setLevel(Level.toLevel(settings.level().name()));
    }
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogSettings.Format format) {
    return switch (format) {
      case TEXT -> text(context);
      case JSON -> json(context);
    };
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n");
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMarkers(false);
    encoder.setWithMDC(false);
    encoder.setWithKVPList(false);
    encoder.setWithArguments(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
