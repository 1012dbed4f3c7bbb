package io.feedloom.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * How a process takes part in the work of several nodes.
 *
 * @param name names the node to the admin
 * @param onlyServesIfOlder whether the node only serves while another node has loaded a newer
 *     configuration
 */
record NodeOptions(String name, boolean onlyServesIfOlder) {
  /** Returns a name that differs between nodes: the name of the host and the port. */
  static String nameOf(int port) {
    var host = System.getenv("HOSTNAME");
    if (host == null || host.isBlank()) {
      try {
        host = InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException _) {
        host = "node";
      }
    }
    return host + ":" + (port == 0 ? ProcessHandle.current().pid() : port);
  }
}
