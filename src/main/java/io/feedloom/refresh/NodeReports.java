package io.feedloom.refresh;

import io.feedloom.health.Health;
import io.feedloom.health.Loop;
import io.feedloom.store.Store;
import io.feedloom.store.api.NodeState;
import io.feedloom.store.api.StoreException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports this node to the others that share the database, every few seconds. */
public final class NodeReports implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeReports.class);
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private final Store store;
  private final Supplier<NodeState> state;
  private final Loop loop;

  public NodeReports(Store store, Supplier<NodeState> state, Health health) {
    this.store = store;
    this.state = state;
    this.loop =
        new Loop(
            "report to other nodes",
            health,
            StoreException.class,
            () -> {
              store.nodes().report(state.get());
              return BETWEEN;
            });
  }

  public void start() {
    loop.start();
  }

  /** Reports at once, because something changed. */
  public void wake() {
    loop.wake();
  }

  /** Removes this node from the list. */
  @Override
  public void close() {
    loop.close();
    UUID process = state.get().process();
    try {
      store.nodes().leave(process);
    } catch (StoreException e) {
      log.debug("The other nodes count this one as gone after a while: {}", e.getMessage());
    }
  }
}
