package io.feedloom.store.json;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The members of a JSON object that are texts, numbers or flags, by name and in order. */
final class Scalars {
  private final Map<String, String> members = new LinkedHashMap<>();

  void put(String name, String value) {
    members.put(name, value);
  }

  void putAll(Scalars others) {
    members.putAll(others.members);
  }

  Map<String, String> members() {
    return members;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(members.get(name));
  }

  OptionalLong number(String name) {
    var value = members.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  OptionalInt smallNumber(String name) {
    var value = members.get(name);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  boolean flag(String name) {
    return "true".equals(members.get(name));
  }

  Optional<Instant> time(String name) {
    return text(name).map(Instant::parse);
  }

  Optional<Duration> duration(String name) {
    return text(name).map(Duration::parse);
  }
}
