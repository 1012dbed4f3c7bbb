package io.feedloom.cli;

import io.feedloom.push.alert.AlertMessage;
import io.feedloom.push.alert.Messages;
import java.util.List;

final class NoMessages implements Messages {
  @Override
  public void send(List<String> names, AlertMessage message) {}

  @Override
  public boolean sendUnstored(List<String> names, AlertMessage message) {
    return false;
  }
}
