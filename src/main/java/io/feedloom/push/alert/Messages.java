package io.feedloom.push.alert;

import java.util.List;

/** Sends messages about incidents. */
public interface Messages {
  /**
   * Hands over a message for delivery. After it returns, the message is not lost.
   *
   * @param names of the webhooks
   * @throws io.feedloom.store.api.StoreException if it cannot be stored; then it is handed over
   *     again, with the same id
   */
  void send(List<String> names, AlertMessage message);

  /**
   * Tries once to deliver a message while the store does not work. The same message is handed over
   * again when the store works, unless it was delivered.
   *
   * @return whether all webhooks accepted it
   */
  boolean sendUnstored(List<String> names, AlertMessage message);
}
