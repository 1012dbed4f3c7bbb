package io.feedloom.push.alert;

import io.feedloom.store.api.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the messages that are sent. */
final class RecordedMessages implements Messages {
  final List<AlertMessage> sent = new ArrayList<>();
  final List<AlertMessage> unstored = new ArrayList<>();
  final List<List<String>> names = new ArrayList<>();
  boolean fails;
  boolean accepted = true;

  @Override
  public void send(List<String> receivers, AlertMessage message) {
    if (fails) {
      throw new StoreException("cannot store a message");
    }
    sent.add(message);
    names.add(receivers);
  }

  @Override
  public boolean sendUnstored(List<String> receivers, AlertMessage message) {
    unstored.add(message);
    return accepted;
  }

  List<String> titles() {
    return sent.stream().map(AlertMessage::title).toList();
  }
}
