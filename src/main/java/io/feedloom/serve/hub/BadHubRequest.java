package io.feedloom.serve.hub;

/** A request that the hub does not accept. The message is for the developer of the subscriber. */
final class BadHubRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param status of the answer
   */
  BadHubRequest(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
