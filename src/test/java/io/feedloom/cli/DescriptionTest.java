package io.feedloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual page and the completions of shells. */
class DescriptionTest {
  @Test
  void manualPageDescribesEveryCommandAndItsOptions() {
    var page = CommandRun.of("man").out();

    assertThat(page).startsWith(".TH FEEDLOOM 1 \"\" \"feedloom test\"");
    assertThat(page).contains(".SS \"feedloom serve\"", ".SS \"feedloom opml import FILE\"");
    assertThat(page).contains("\\fB\\-\\-port PORT\\fR\nOverrides server.port of feeds.yml.\n");
    assertThat(page).doesNotContain("${", "%%", "%n");
    assertThat(page.lines()).noneMatch(String::isBlank);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void scriptOfBashAlsoServesZsh(String shell) {
    assertThat(CommandRun.of("completion", shell).out())
        .contains("complete -F _complete_feedloom", "serve check", "--probe");
  }

  @Test
  void fishCompletesCommandsAndOptions() {
    assertThat(CommandRun.of("completion", "fish").out())
        .contains("complete -c feedloom -n '__fish_use_subcommand' -f -a serve -d ")
        .contains(
            "complete -c feedloom -n '__fish_seen_subcommand_from serve' -l port -r -d 'Overrides"
                + " server.port of feeds.yml.'\n")
        .contains(
            "complete -c feedloom -n '__fish_seen_subcommand_from opml; and not"
                + " __fish_seen_subcommand_from import export' -f -a import -d ");
  }

  @Test
  void unknownShellIsAWrongCommandLine() {
    assertThat(CommandRun.of("completion", "tcsh").code()).isEqualTo(Exit.USAGE);
  }
}
