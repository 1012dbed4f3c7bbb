package io.feedloom.serve.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventIdsTest {
  private final EventIds ids = new EventIds(7);

  @Test
  void twoIdsOfOnePositionDifferAndBothAreValid() {
    String one = ids.write(42);
    String other = ids.write(42);

    assertNotEquals(one, other);
    assertEquals(OptionalLong.of(42), ids.read(one));
    assertEquals(OptionalLong.of(42), ids.read(other));
  }

  @Test
  void idOfAnotherDatabaseIsNotValid() {
    assertEquals(OptionalLong.empty(), ids.read(new EventIds(8).write(42)));
  }
}
