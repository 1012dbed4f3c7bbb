package io.feedloom.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections of clients that take too long. Jetty's idle timeout restarts with each byte,
 * so a client that sends or reads a byte now and then could stay forever. Here each step of a
 * client has one deadline. Connections are shared fairly between addresses.
 */
public final class Connections extends Handler.Wrapper
    implements Connection.Listener, LifeCycle.Listener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);
  private static final Duration MIN_PAUSE = Duration.ofMillis(10);
  private static final long NEVER = Long.MAX_VALUE;

  private final ServerLimits limits;
  private final FairPlaces<Connection> places;
  private final Map<Connection, Client> clients = new ConcurrentHashMap<>();
  private final Thread watch = Thread.ofVirtual().name("connections").unstarted(this::watch);
  private volatile boolean closed;

  public Connections(ServerLimits limits) {
    this.limits = limits;
    this.places = new FairPlaces<>(limits.connections());
  }

  /** The time until which a client must finish its current step. Then its connection is closed. */
  public static final class Deadline {
    private final long origin = System.nanoTime();
    private volatile long end = NEVER;

    /** Starts a step that may take this long. */
    public void in(Duration time) {
      end = System.nanoTime() - origin + time.toNanos();
    }

    /** Removes the deadline while the client waits for the server. */
    public void none() {
      end = NEVER;
    }

    private boolean isOver() {
      return System.nanoTime() - origin > end;
    }
  }

  /**
   * The client of a connection.
   *
   * @param address stored when the connection opens, because a closed connection has none
   */
  private record Client(String address, Deadline deadline) {}

  /** Makes all connectors of a server report their connections. */
  public void watch(Server server) {
    server.addEventListener(this);
  }

  @Override
  public void lifeCycleStarting(LifeCycle starting) {
    if (starting instanceof Server server) {
      for (var connector : server.getConnectors()) {
        if (connector instanceof ServerConnector one) {
          one.addBean(this, false);
        }
      }
      watch.start();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    var deadline = new Deadline();
    deadline.in(limits.request());
    var client = new Client(address(connection), deadline);
    clients.put(connection, client);
    places.enter(client.address(), connection).ifPresent(Connections::close);
  }

  @Override
  public void onClosed(Connection connection) {
    var client = clients.remove(connection);
    if (client != null) {
      places.leave(client.address(), connection);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var client = clients.get(request.getConnectionMetaData().getConnection());
    if (client == null) {
      return super.handle(request, response, callback);
    }
    var deadline = client.deadline();
    deadline.in(limits.answer());
    try {
      return super.handle(
          request, response, Callback.from(() -> deadline.in(limits.request()), callback));
    } finally {
      RenderLimits.releaseAnswer();
    }
  }

  /** Returns the deadline of the connection of a request. */
  public Deadline deadline(HttpServletRequest request) {
    var connection =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection();
    var client = clients.get(connection);
    return client == null ? new Deadline() : client.deadline();
  }

  private static String address(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
            && remote.getAddress() != null
        ? remote.getAddress().getHostAddress()
        : "";
  }

  private static void close(Connection connection) {
    connection.getEndPoint().close();
  }

  private void watch() {
    while (!closed) {
      try {
        Thread.sleep(pause());
        clients.forEach(
            (connection, client) -> {
              if (client.deadline().isOver()) {
                close(connection);
              }
            });
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        log.error("Closing slow connections failed; will try again", e);
      }
    }
  }

  /**
   * Returns the time between two checks: a tenth of the shortest limit, so that no client gets much
   * more.
   */
  private Duration pause() {
    var tenth =
        (limits.event().compareTo(limits.request()) < 0 ? limits.event() : limits.request())
            .dividedBy(10);
    if (tenth.compareTo(MAX_PAUSE) > 0) {
      return MAX_PAUSE;
    }
    return tenth.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : tenth;
  }

  /** Ends the watch; Jetty closes what is still open. */
  @Override
  public void close() {
    closed = true;
    watch.interrupt();
  }
}
