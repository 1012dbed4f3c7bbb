package io.feedloom.store;

import io.feedloom.config.StorageSettings;
import io.feedloom.store.api.StoreException;
import io.feedloom.store.article.ArticleJobs;
import io.feedloom.store.backup.BackupReader;
import io.feedloom.store.backup.BackupWriter;
import io.feedloom.store.db.Database;
import io.feedloom.store.feeds.DatabaseLeases;
import io.feedloom.store.feeds.Feeds;
import io.feedloom.store.feeds.Holds;
import io.feedloom.store.feeds.InMemoryLeases;
import io.feedloom.store.feeds.Leases;
import io.feedloom.store.feeds.Nodes;
import io.feedloom.store.json.Payload;
import io.feedloom.store.log.ArrivalLog;
import io.feedloom.store.log.LoggedWriter;
import io.feedloom.store.log.RecentEntries;
import io.feedloom.store.push.HubRequests;
import io.feedloom.store.push.HubSubscriptions;
import io.feedloom.store.push.HubTopics;
import io.feedloom.store.push.Incidents;
import io.feedloom.store.push.PushedBodies;
import io.feedloom.store.push.TopicSubscriptions;
import io.feedloom.store.push.Webhooks;
import io.feedloom.store.retention.Cleanup;
import io.feedloom.store.rules.RuleUpdates;
import io.feedloom.store.scan.CategoryCounts;
import io.feedloom.store.scan.Entries;
import io.feedloom.store.scan.FeedEntries;
import io.feedloom.store.text.TextSearch;
import io.feedloom.store.update.Updates;
import io.feedloom.store.write.Digests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feeds, their entries and their states. There is an object for each task. All of them are safe
 * for use by any number of threads. Times are stored in milliseconds.
 *
 * <p>Their methods throw {@link io.feedloom.store.api.StoreException} when the database fails. When
 * a method that writes returns, its changes are durable, even if the process is killed afterwards.
 */
public final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  private final Database database;
  private final Digests digests;
  private final DatabaseStatus storage;
  private final Feeds feeds;
  private final Nodes nodes;
  private final Leases leases;
  private final Holds holds;
  private final Updates updates;
  private final ArticleJobs articles;
  private final Entries entries;
  private final FeedEntries feedEntries;
  private final CategoryCounts categories;
  private final ArrivalLog arrivals;
  private final RuleUpdates rules;
  private final Cleanup retention;
  private final TextSearch texts;
  private final HubTopics hubTopics;
  private final HubRequests hubRequests;
  private final HubSubscriptions hubSubscriptions;
  private final TopicSubscriptions topics;
  private final PushedBodies pushed;
  private final Incidents incidents;
  private final Webhooks webhooks;

  private Store(Database database, Optional<Path> textFolder) {
    long origin = new SecureRandom().nextLong();
    boolean shared = database.dialect().isShared();
    this.database = database;
    arrivals = new ArrivalLog(database, origin);
    var recent = new RecentEntries();
    texts = new TextSearch(database, arrivals, recent, textFolder);
    var writer = new LoggedWriter(database, origin, texts::expect);
    digests = Digests.of(database);
    storage = new DatabaseStatus(database, textFolder);
    feeds = new Feeds(database);
    nodes = new Nodes(database);
    leases = shared ? new DatabaseLeases(database) : new InMemoryLeases(database);
    holds = new Holds(database);
    updates = new Updates(leases, writer, digests, recent);
    articles = new ArticleJobs(database, writer, digests);
    entries = new Entries(database, texts);
    feedEntries = new FeedEntries(database);
    categories = new CategoryCounts(database);
    rules = new RuleUpdates(database, writer, digests);
    retention = new Cleanup(database, writer, digests);
    hubTopics = new HubTopics(database, origin);
    hubRequests = new HubRequests(database);
    hubSubscriptions = new HubSubscriptions(database);
    topics = new TopicSubscriptions(database);
    pushed = new PushedBodies(database);
    incidents = new Incidents(database);
    webhooks = new Webhooks(database, arrivals);
  }

  /**
   * Opens the database, creates it if it is missing, and migrates its schema.
   *
   * @param folder that relative H2 paths start from
   * @throws io.feedloom.store.api.StoreException if it cannot be opened, a newer version wrote it,
   *     or the native library of Zstandard cannot be loaded
   */
  public static Store open(StorageSettings settings, Path folder) {
    Payload.loadLibrary();
    var database = Database.open(settings, folder);
    return new Store(database, database.dialect().texts(settings, folder));
  }

  /**
   * Opens the database for reading while another process may have it open. Opens a copy of an H2
   * file, because only one process can open the file itself. If the copy was made during a write,
   * H2 recovers its last complete commit.
   *
   * @param workplace an empty folder for the copy
   * @return empty if nothing was stored yet
   * @throws io.feedloom.store.api.StoreException if it cannot be read, or its schema is of another
   *     version
   */
  public static Optional<Store> openToLook(StorageSettings settings, Path folder, Path workplace) {
    Payload.loadLibrary();
    return Database.openToLook(settings, folder, workplace)
        .map(database -> new Store(database, Optional.empty()));
  }

  /**
   * Writes all rows into a backup. They are of one moment, even if other processes write meanwhile.
   *
   * @return the number of rows
   * @throws IOException if the backup cannot be written
   */
  public long backup(OutputStream to) throws IOException {
    return BackupWriter.write(database, to);
  }

  /**
   * Reads a backup into a new database.
   *
   * @return the number of rows
   * @throws io.feedloom.store.api.StoreException if the file is no backup of this schema, the
   *     database has feeds already, or another process uses it
   */
  public static long restore(StorageSettings settings, Path folder, Path backup) {
    try (var database = Database.open(settings, folder)) {
      return BackupReader.read(database, backup);
    }
  }

  /**
   * Gives unused space of the database back to the system.
   *
   * @return the sizes in bytes before and after
   * @throws io.feedloom.store.api.StoreException if another process uses the H2 file
   */
  public static SizeChange vacuum(StorageSettings settings, Path folder) {
    long before;
    try (var database = Database.open(settings, folder)) {
      before = database.size();
      database.vacuum();
    }
    try (var database = Database.open(settings, folder)) {
      return new SizeChange(before, database.size());
    }
  }

  /** The size of the database in bytes before and after it was changed. */
  public record SizeChange(long before, long after) {}

  /**
   * Opens a PostgreSQL database that nodes use, and leaves its schema as it is.
   *
   * @throws io.feedloom.store.api.StoreException if it cannot be opened, or its schema is of
   *     another version
   */
  public static Store openShared(StorageSettings settings) {
    Payload.loadLibrary();
    return new Store(Database.openShared(settings), Optional.empty());
  }

  /**
   * Receives notifications of other nodes, so that this one looks at once and not only at its next
   * look. Without PostgreSQL, or with a pooler in between, there are none. Must be called once.
   *
   * @param arrived is called when other nodes stored entries
   * @param configured is called when another node put a configuration into force
   */
  public void listen(Runnable arrived, Runnable configured) {
    database.listen(
        List.of(ArrivalLog.CHANNEL, Feeds.CHANNEL),
        channel -> (channel.equals(ArrivalLog.CHANNEL) ? arrived : configured).run());
  }

  /** Returns the state of the database itself. */
  public DatabaseStatus storage() {
    return storage;
  }

  /** Returns the feeds with their subscriptions, states and descriptions. */
  public Feeds feeds() {
    return feeds;
  }

  /** Returns the nodes that share the database. */
  public Nodes nodes() {
    return nodes;
  }

  /** Returns the leases of feeds that are due. */
  public Leases leases() {
    return leases;
  }

  /** Returns the holds of hosts and domains. */
  public Holds holds() {
    return holds;
  }

  /** Returns the object that writes the results of polls. */
  public Updates updates() {
    return updates;
  }

  /** Returns the entries whose pages are to be fetched. */
  public ArticleJobs articles() {
    return articles;
  }

  /** Returns the object that reads the entries of merged feeds. */
  public Entries entries() {
    return entries;
  }

  /** Returns the object that reads the stored entries of one feed. */
  public FeedEntries feedEntries() {
    return feedEntries;
  }

  /** Returns the object that counts entries by category. */
  public CategoryCounts categories() {
    return categories;
  }

  /** Returns the log of arrivals. */
  public ArrivalLog arrivals() {
    return arrivals;
  }

  /** Returns the object that applies changed rules to stored entries. */
  public RuleUpdates rules() {
    return rules;
  }

  /** Returns the object that deletes old entries, withdrawals and feeds. */
  public Cleanup retention() {
    return retention;
  }

  /** Returns the text index. */
  public TextSearch texts() {
    return texts;
  }

  /** Returns the subscriptions at WebSub hubs. */
  public TopicSubscriptions topics() {
    return topics;
  }

  /** Returns the documents that hubs delivered and that wait to be read. */
  public PushedBodies pushed() {
    return pushed;
  }

  /** Returns the topics of the WebSub hub. */
  public HubTopics hubTopics() {
    return hubTopics;
  }

  /** Returns the requests to the WebSub hub whose callbacks must still confirm them. */
  public HubRequests hubRequests() {
    return hubRequests;
  }

  /** Returns the subscriptions to topics of the WebSub hub. */
  public HubSubscriptions hubSubscriptions() {
    return hubSubscriptions;
  }

  /** Returns the incidents of sources and of the program. */
  public Incidents incidents() {
    return incidents;
  }

  /** Returns what is still to be sent to webhooks. */
  public Webhooks webhooks() {
    return webhooks;
  }

  /** Closes the text index and the database. H2 compacts its file for a short time. */
  @Override
  public void close() {
    try {
      texts.close();
      digests.flush();
    } catch (StoreException e) {
      LOG.debug("Guids are read from the entries at the next start: {}", e.getMessage());
    } finally {
      database.close();
    }
  }
}
