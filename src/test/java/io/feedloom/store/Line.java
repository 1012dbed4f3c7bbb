package io.feedloom.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy for a server on this machine that can hang: it then accepts connections, as a stuck
 * server does, but forwards nothing.
 */
final class Line implements AutoCloseable {
  private final ServerSocket entrance;
  private final int port;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private boolean hangs;

  Line(int port) {
    this.port = port;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  synchronized void hang(boolean now) {
    hangs = now;
    notifyAll();
  }

  private synchronized void awaitPassage() throws InterruptedException {
    while (hangs) {
      wait();
    }
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        var client = entrance.accept();
        ends.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void connect(Socket client) {
    try {
      awaitPassage();
      var server = new Socket(InetAddress.getLoopbackAddress(), port);
      ends.add(server);
      Thread.ofVirtual().start(() -> pass(client, server));
      pass(server, client);
    } catch (IOException | InterruptedException e) {
      close(client);
    }
  }

  private void pass(Socket from, Socket to) {
    var bytes = new byte[8192];
    try (from;
        to) {
      for (int read = from.getInputStream().read(bytes);
          read >= 0;
          read = from.getInputStream().read(bytes)) {
        awaitPassage();
        to.getOutputStream().write(bytes, 0, read);
      }
    } catch (IOException | InterruptedException e) {
      // One end is gone; the other goes too.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cuts all connections and accepts no more. */
  @Override
  public void close() {
    hang(false);
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ends.forEach(Line::close);
  }
}
