package io.feedloom.cli;

import io.feedloom.config.ServerSettings;

/** Finds the address of the server that runs on this machine with the same settings. */
final class LocalServer {
  private LocalServer() {}

  /** Returns the address without a slash at its end. */
  static String address(ServerSettings settings) {
    return address(settings, settings.port());
  }

  /**
   * Returns the address without a slash at its end.
   *
   * @param port on which the server listens
   */
  static String address(ServerSettings settings, int port) {
    boolean all = settings.host().equals("0.0.0.0") || settings.host().equals("::");
    var host = all ? "127.0.0.1" : ServerSettings.inLink(settings.host());
    return "http://" + host + ":" + port;
  }
}
