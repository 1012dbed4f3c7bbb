package io.feedloom.refresh;

import io.feedloom.config.CommonFiles;
import io.feedloom.config.CommonSettings;
import io.feedloom.config.Loaded;
import io.feedloom.config.Reloaded;
import io.feedloom.config.Settings;
import io.feedloom.feed.FeedGroup;
import io.feedloom.feed.Subscription;
import io.feedloom.store.Store;
import io.feedloom.store.api.Claim;
import io.feedloom.store.api.ConfigurationRow;
import io.feedloom.store.feeds.SubscriptionChange;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Decides which configuration a node uses. Nodes that share a PostgreSQL database use the newest
 * one that any of them has loaded; a node with an older file takes it from the database. With H2
 * there is one node, and its file is always in force. Used by one thread at a time, except {@link
 * #isOutdated}.
 */
public final class SharedConfiguration {
  private final Store store;
  private final Reader reader;
  private final String node;
  private final boolean onlyServes;
  private final InstantSource clock;
  private Optional<String> before = Optional.empty();
  private volatile Optional<Choice> last = Optional.empty();

  /** Reads the files that another node stored. */
  @FunctionalInterface
  public interface Reader {
    CommonSettings read(CommonFiles files, Settings own);
  }

  /**
   * @param node the name of this node
   * @param onlyServes whether this node only serves while its own file is older
   */
  public SharedConfiguration(
      Store store, Reader reader, String node, boolean onlyServes, InstantSource clock) {
    this.store = store;
    this.reader = reader;
    this.node = node;
    this.onlyServes = onlyServes;
    this.clock = clock;
  }

  /**
   * The configuration that a node uses.
   *
   * @param groups the groups in use before entries move
   * @param change the change of the subscriptions; empty if this node may not change them
   * @param revision 0 if there are no other nodes
   */
  public record Choice(
      Settings settings,
      List<FeedGroup> groups,
      Optional<SubscriptionChange> change,
      long revision,
      Reloaded outcome) {
    public Choice {
      groups = List.copyOf(groups);
    }

    /** Returns whether entries have to move to other groups. */
    public boolean moves() {
      return change.isPresent() && change.get().moves();
    }

    /** Moves these entries, and returns the groups that are in use then. */
    public List<FeedGroup> complete() {
      return change.map(SubscriptionChange::complete).orElse(groups);
    }

    /** Returns whether this node polls and delivers, and not only serves. */
    public boolean works() {
      return change.isPresent();
    }
  }

  /**
   * Decides which configuration is in force, and stores its subscriptions. The entries that have to
   * move wait for {@link SubscriptionChange#complete}.
   *
   * @param file the valid files of this node
   * @throws io.feedloom.store.api.StoreException if the store fails; then nothing was decided
   */
  public Choice choose(Loaded.Valid file) {
    var choice = decide(file);
    before = file.common().map(CommonFiles::digest);
    last = Optional.of(choice);
    return choice;
  }

  private Choice decide(Loaded.Valid file) {
    var common = file.common();
    if (common.isEmpty() || !store.storage().isShared()) {
      return own(file, begin(file.settings(), new Claim.Alone()).orElseThrow());
    }
    var claim =
        new Claim.Own(common.get().digest(), common.get().bytes(), why(), node, clock.instant());
    while (true) {
      var change = begin(file.settings(), claim);
      if (change.isPresent()) {
        return own(file, change.get());
      }
      var newer = store.feeds().configuration().orElseThrow();
      var files = store.feeds().files(newer.revision());
      var choice = files.flatMap(bytes -> take(newer, bytes, file.settings()));
      if (choice.isPresent()) {
        return choice.get();
      }
    }
  }

  private Claim.Why why() {
    return before.<Claim.Why>map(Claim.Why.Edit::new).orElseGet(Claim.Why.Start::new);
  }

  private Optional<SubscriptionChange> begin(Settings settings, Claim claim) {
    return store.feeds().begin(settings.subscriptions(), clock.instant(), claim);
  }

  private static Choice own(Loaded.Valid file, SubscriptionChange change) {
    return new Choice(
        file.settings(),
        change.groups(),
        Optional.of(change),
        change.revision(),
        new Reloaded.InForce(file.faults(), List.of()));
  }

  /** Returns the stored configuration; empty if there is a newer one now. */
  private Optional<Choice> take(ConfigurationRow newer, byte[] files, Settings own) {
    var common = reader.read(CommonFiles.of(files), own);
    var settings = common.settings();
    boolean works = settings.isPresent() && common.missing().isEmpty() && !onlyServes;
    var outcome =
        new Reloaded.Older(
            newer.revision(),
            newer.node(),
            common.missing(),
            settings.isPresent() ? List.of() : common.faults(),
            works);
    if (works) {
      return begin(settings.get(), new Claim.Taken(newer.revision()))
          .map(
              change ->
                  new Choice(
                      settings.get(),
                      change.groups(),
                      Optional.of(change),
                      newer.revision(),
                      outcome));
    }
    var used = settings.orElseGet(() -> last.map(Choice::settings).orElse(own));
    return Optional.of(
        new Choice(
            used, groups(used.subscriptions()), Optional.empty(), newer.revision(), outcome));
  }

  private List<FeedGroup> groups(List<Subscription> subscriptions) {
    return store.feeds().groups(subscriptions);
  }

  /**
   * Returns whether this node must choose again: because another node loaded a newer configuration,
   * or because this node only serves, and another one changed the groups.
   *
   * @throws io.feedloom.store.api.StoreException if the store fails
   */
  public boolean isOutdated() {
    var now = last;
    if (now.isEmpty() || now.get().revision() == 0) {
      return false;
    }
    long newest = store.feeds().configuration().map(ConfigurationRow::revision).orElse(0L);
    return newest != now.get().revision()
        || (!now.get().works()
            && !groups(now.get().settings().subscriptions()).equals(now.get().groups()));
  }
}
