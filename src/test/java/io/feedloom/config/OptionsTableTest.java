package io.feedloom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class OptionsTableTest {
  @Test
  void configurationPageListsEveryOption() throws IOException {
    assertThat(Files.readString(OptionsTable.PAGE)).contains(OptionsTable.table());
  }
}
