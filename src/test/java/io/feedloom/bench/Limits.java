package io.feedloom.bench;

import io.feedloom.feed.Validators;
import io.feedloom.fetch.Fetcher;
import io.feedloom.fetch.UserAgent;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** Measures how fast the machine does one thing alone. */
final class Limits {
  private static final UserAgent AGENT = new UserAgent("benchmark", Optional.empty(), 1);

  private Limits() {}

  /**
   * The measured rates per second.
   *
   * @param parsed parsed feeds
   * @param inserted inserted rows
   * @param fetched fetched documents
   * @param unchanged answers with 304
   */
  record Machine(double parsed, double inserted, double fetched, double unchanged) {}

  /** Returns how many feeds a second a StAX parser reads from end to end. */
  static double parsed(List<String> documents) throws XMLStreamException {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    var bytes = documents.stream().map(it -> it.getBytes(StandardCharsets.UTF_8)).toList();
    long characters = 0;
    long feeds = 0;
    long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
    long begin = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < end) {
      for (byte[] document : bytes) {
        var reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
        while (reader.hasNext()) {
          if (reader.next() == XMLStreamConstants.CHARACTERS) {
            characters += reader.getTextLength();
          }
        }
        reader.close();
        feeds += System.nanoTime() > begin ? 1 : 0;
      }
    }
    if (characters == 0) {
      throw new IllegalStateException("nothing was read");
    }
    return feeds / ((System.nanoTime() - begin) / 1e9);
  }

  /**
   * Returns how many answers a second Feedloom's own client gets from a farm, with as many
   * simultaneous requests as the benchmark allows.
   *
   * @param validators those of the farm for answers with 304; none for whole documents
   */
  static double fetched(BulkFarmProcess farm, Validators validators) throws InterruptedException {
    var settings = farm.settings();
    var answers = new LongAdder();
    long begin = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    long end = begin + Duration.ofSeconds(2).toNanos();
    var threads = new ArrayList<Thread>();
    try (var fetcher = new Fetcher(() -> AGENT, InstantSource.system())) {
      for (int i = 0; i < BulkFarmProcess.PER_HOST; i++) {
        int first = i;
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int n = first; System.nanoTime() < end; n += BulkFarmProcess.PER_HOST) {
                        var url = URI.create(farm.url("/bulk/" + n % farm.feeds() + ".xml"));
                        fetcher.fetch(
                            new Fetcher.Request(
                                url, validators, Optional.empty(), Map.of(), Optional.empty()),
                            settings);
                        answers.add(System.nanoTime() > begin ? 1 : 0);
                      }
                    }));
      }
      for (var thread : threads) {
        thread.join();
      }
    }
    return answers.sum() / ((System.nanoTime() - begin) / 1e9);
  }

  /**
   * Returns how many rows of 1 KB a second H2 inserts, in batches of 30 with two tags each and a
   * commit for each batch.
   */
  static double inserted(Path folder) throws SQLException {
    var body = "All work and no play makes a feed a dull read. ".repeat(22);
    try (var connection =
            DriverManager.getConnection("jdbc:h2:" + folder.resolve("raw"), "sa", "");
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "CREATE TABLE e (feed INT, guid VARCHAR(200), body VARCHAR, seen BIGINT, PRIMARY KEY"
              + " (feed, guid))");
      statement.execute(
          "CREATE TABLE t (tag INT, seen BIGINT, guid VARCHAR(200), PRIMARY KEY (tag, seen,"
              + " guid))");
      int batches = 0;
      long begin = System.nanoTime();
      long end = begin + Duration.ofSeconds(4).toNanos();
      try (var entry = connection.prepareStatement("INSERT INTO e VALUES (?, ?, ?, ?)");
          var tag = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
        while (System.nanoTime() < end) {
          for (int i = 0; i < 30; i++) {
            var guid = "entry-" + batches + "-" + i;
            entry.setInt(1, batches % 1000);
            entry.setString(2, guid);
            entry.setString(3, body + guid);
            entry.setLong(4, batches);
            entry.addBatch();
            for (int number = 0; number < 2; number++) {
              tag.setInt(1, batches % 20 + number * 20);
              tag.setLong(2, batches);
              tag.setString(3, guid);
              tag.addBatch();
            }
          }
          entry.executeBatch();
          tag.executeBatch();
          connection.commit();
          batches++;
        }
      }
      return batches * 30 / ((System.nanoTime() - begin) / 1e9);
    }
  }
}
