package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.serve.Served;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthCommandTest {
  @TempDir private Path folder;

  @Test
  void readyServerIsReported() throws IOException {
    try (var served = new Served(folder, "feeds: []\n")) {
      Files.writeString(
          folder.resolve("feeds.yml"), "feeds: []\nserver: { port: " + served.port() + " }\n");

      var ready = CommandRun.of("health", "--config", folder + "/feeds.yml");
      assertThat(ready.code()).isEqualTo(Exit.OK);
      assertThat(ready.out()).contains("\"status\":\"ready\"");
      var live =
          CommandRun.of("health", "--live", "--server", "http://127.0.0.1:" + served.port() + "/");
      assertThat(live)
          .isEqualTo(new CommandRun(Exit.OK, "{\"status\":\"ok\",\"faults\":[]}\n", ""));
    }
  }

  @Test
  void answerOtherThanReadyIsAFailure() {
    try (var served = new Served(folder, "feeds: []\n")) {
      assertThat(
              CommandRun.of("health", "--server", "http://127.0.0.1:" + served.port() + "/none")
                  .code())
          .isEqualTo(Exit.FAULTS);
    }
  }

  @Test
  void missingServerIsReported() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var address = "http://127.0.0.1:" + port;

    assertThat(CommandRun.of("health", "--server", address))
        .isEqualTo(new CommandRun(Exit.CANNOT_RUN, "", "no server answers at " + address + "\n"));
  }

  @Test
  void otherAddressesAreAWrongCommandLine() {
    assertThat(CommandRun.of("health", "--server", "file:/etc").code()).isEqualTo(Exit.USAGE);
    assertThat(CommandRun.of("health", "--server", "nonsense").code()).isEqualTo(Exit.USAGE);
  }
}
