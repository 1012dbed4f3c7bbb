package io.feedloom.store.push;

import io.feedloom.store.api.Finding;
import io.feedloom.store.api.Incident;
import io.feedloom.store.db.Database;
import io.feedloom.store.db.Millis;
import io.feedloom.store.db.Sql;
import io.feedloom.store.json.IncidentJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stored incidents. Of several processes with one database, only the one with the lease decides
 * about them. The others leave here what they see of themselves.
 */
public final class Incidents {
  /** How long a process may decide without renewing its lease. */
  public static final Duration LEASE = Duration.ofMinutes(3);

  /** How long what another process saw of itself counts. */
  public static final Duration SIGHTING = Duration.ofMinutes(4);

  private static final String TAKE_LEASE =
      """
      UPDATE incident_lease SET node = ?, until_time = ?
      WHERE name = 'alerts' AND (node = ? OR until_time <= ?)
      """;

  private static final String KNOWN =
      "SELECT id, detail FROM incident WHERE state < 2 OR (state = 2 AND changed >= ?)";

  private static final String NEWEST =
      """
      SELECT id, detail FROM incident WHERE state > 0 ORDER BY changed DESC, id
      FETCH FIRST ? ROWS ONLY
      """;

  private static final String OPEN =
      "SELECT id, detail FROM incident WHERE state = 1 ORDER BY changed DESC, id";

  private static final String UNANNOUNCED =
      "SELECT id, detail FROM incident WHERE announces = 1 ORDER BY changed, id";

  private static final String ANNOUNCED =
      "UPDATE incident SET announces = ?, detail = ? WHERE id = ? AND changed = ?";

  private static final String CHANGE =
      """
      UPDATE incident SET open_subject = ?, state = ?, changed = ?, announces = ?, detail = ?
      WHERE id = ?
      """;

  private static final String ADD =
      """
      INSERT INTO incident (id, open_subject, state, changed, announces, detail)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  private static final String EXCESS =
      """
      DELETE FROM incident WHERE id IN (
      SELECT id FROM incident WHERE state = 2 ORDER BY changed DESC, id
      OFFSET ? ROWS FETCH FIRST 1000 ROWS ONLY)
      """;

  private static final String ADD_SIGHTING =
      "INSERT INTO incident_sighting (node, subject, seen, detail) VALUES (?, ?, ?, ?)";

  private final Database database;
  private final String node = UUID.randomUUID().toString();

  public Incidents(Database database) {
    this.database = database;
  }

  /**
   * What changes.
   *
   * @param written new and changed incidents
   * @param dropped suspicions that came to nothing
   */
  public record Changes(List<Incident> written, List<UUID> dropped) {
    public Changes {
      written = List.copyOf(written);
      dropped = List.copyOf(dropped);
    }

    boolean isEmpty() {
      return written.isEmpty() && dropped.isEmpty();
    }
  }

  /** Decides what changes. May be called more than once. */
  public interface Decision {
    /**
     * Returns what changes.
     *
     * @param known the incidents that are not resolved, and those resolved lately
     * @param sightings what all processes see of themselves
     */
    Changes of(List<Incident> known, List<Finding> sightings);
  }

  /**
   * Writes what a decision changes, if this process has or gets the lease. Otherwise writes what it
   * sees of itself.
   *
   * @param own what this process sees of itself
   * @param since incidents that were resolved earlier are not passed to the decision
   * @return whether this process decided
   */
  public boolean update(List<Finding> own, Instant now, Instant since, Decision decision) {
    if (database.dialect().isShared()) {
      return database.write(c -> updateShared(c, own, now, since, decision));
    }
    var first = decision.of(database.read(c -> known(c, since)), own);
    if (!first.isEmpty()) {
      database.write(
          c -> {
            apply(c, decision.of(known(c, since), own));
            return true;
          });
    }
    return true;
  }

  private boolean updateShared(
      Connection c, List<Finding> own, Instant now, Instant since, Decision decision)
      throws SQLException {
    boolean leads =
        Sql.run(c, TAKE_LEASE, node, Millis.of(now.plus(LEASE)), node, Millis.of(now)) == 1;
    Sql.run(c, "DELETE FROM incident_sighting WHERE node = ?", node);
    if (!leads) {
      for (var finding : own) {
        Sql.run(
            c,
            ADD_SIGHTING,
            node,
            finding.subject(),
            Millis.of(now),
            IncidentJson.finding(finding));
      }
      return false;
    }
    long oldest = Millis.of(now.minus(SIGHTING));
    Sql.run(c, "DELETE FROM incident_sighting WHERE seen < ?", oldest);
    var sightings = new ArrayList<>(own);
    sightings.addAll(
        Sql.list(
            c,
            "SELECT detail FROM incident_sighting ORDER BY node, subject",
            row -> IncidentJson.finding(row.getString(1))));
    apply(c, decision.of(known(c, since), sightings));
    return true;
  }

  private static List<Incident> known(Connection c, Instant since) throws SQLException {
    return Sql.list(c, KNOWN, Incidents::incident, Millis.of(since));
  }

  private static Incident incident(java.sql.ResultSet row) throws SQLException {
    return IncidentJson.incident(UUID.fromString(row.getString("id")), row.getString("detail"));
  }

  private static void apply(Connection c, Changes changes) throws SQLException {
    for (var id : changes.dropped()) {
      Sql.run(c, "DELETE FROM incident WHERE id = ?", id.toString());
    }
    for (var incident : changes.written()) {
      write(c, incident);
    }
  }

  private static void write(Connection c, Incident incident) throws SQLException {
    var id = incident.id().toString();
    @Nullable String open = incident.state() == Incident.State.RESOLVED ? null : incident.subject();
    int state =
        switch (incident.state()) {
          case SUSPECTED -> 0;
          case OPEN -> 1;
          case RESOLVED -> 2;
        };
    long changed = Millis.of(incident.lastChanged());
    int announces = announces(incident);
    var detail = IncidentJson.incident(incident);
    if (Sql.run(c, CHANGE, open, state, changed, announces, detail, id) == 0) {
      Sql.run(c, ADD, id, open, state, changed, announces, detail);
    }
  }

  /** Returns the incidents that changed last, open or resolved, the last one first. */
  public List<Incident> newest(int most) {
    return database.read(c -> Sql.list(c, NEWEST, Incidents::incident, most));
  }

  /** Returns the open incidents, the last changed first. */
  public List<Incident> open() {
    return database.read(c -> Sql.list(c, OPEN, Incidents::incident));
  }

  /** Returns the incidents with events that were not announced, the first changed first. */
  public List<Incident> unannounced() {
    return database.read(c -> Sql.list(c, UNANNOUNCED, Incidents::incident));
  }

  /** Notes up to which event incidents were announced, unless they changed since. */
  public void announced(List<Incident> incidents) {
    database.write(
        c -> {
          for (var incident : incidents) {
            Sql.run(
                c,
                ANNOUNCED,
                announces(incident),
                IncidentJson.incident(incident),
                incident.id().toString(),
                Millis.of(incident.lastChanged()));
          }
          return incidents;
        });
  }

  private static int announces(Incident incident) {
    return incident.unannounced().isEmpty() ? 0 : 1;
  }

  /**
   * Deletes resolved incidents.
   *
   * @param before those resolved earlier
   * @param most how many of the others to keep, the last resolved ones
   */
  public void expire(Instant before, int most) {
    long limit = Millis.of(before);
    boolean some =
        database.read(
            c ->
                Sql.first(
                        c,
                        "SELECT COUNT(*), MIN(changed) FROM incident WHERE state = 2",
                        row -> row.getLong(1) > most || (row.getLong(2) < limit && !row.wasNull()))
                    .orElse(false));
    if (some) {
      database.write(
          c -> {
            Sql.run(c, "DELETE FROM incident WHERE state = 2 AND changed < ?", limit);
            return Sql.run(c, EXCESS, most);
          });
    }
  }
}
