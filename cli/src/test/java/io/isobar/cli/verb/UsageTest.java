package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.cli.samples.Run;
import io.isobar.cli.text.DisplayWidth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    /** A port on which nobody listens. */
    private static final String NOBODY = "127.0.0.1:1";

    private static Run run(String line) {
        return Run.of(NOBODY, "", Run.NOBODY, line.isEmpty() ? new String[0] : line.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "get",
                "get things",
                "frobnicate",
                "plan",
                "plan -f",
                "get regions --no-such-option",
                "get regions -o xml",
                "get regions --limit 0",
                "get regions --limit many",
                "describe region",
                "logs w-1 --stdout --stderr",
                "logs w-1 --attempt -1",
                "explain w-1 --attempt -1",
                "cancel w-1 --request-id a/b",
                "watch",
                "get regions --broker ::1"
            })
    void wrongUsageEndsWithTwoAndSaysWhatToDo(String line) {
        var run = run(line);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("isobar: ").contains("to do: ").doesNotContain("\tat ");
    }

    @Test
    void aVerbThatIsNearlyRightIsSuggested() {
        assertThat(run("aply").err()).contains("apply");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "get regions",
                "get workloads",
                "describe pool x",
                "explain w-1",
                "watch w-1",
                "logs w-1",
                "logs -f w-1",
                "cancel w-1",
                "region cordon x"
            })
    void aBrokerThatDoesNotAnswerEndsWithSix(String line) {
        var run = run(line);
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err()).contains(NOBODY).contains("to do: start it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "help",
                "help plan",
                "help get regions",
                "get --help",
                "get regions --help",
                "plan -h",
                "region cordon --help",
                "logs --help"
            })
    void helpFitsTheTerminalAndEndsWellWithoutABroker(String line) {
        var run = run(line);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: isobar");
        assertThat(run.lines())
                .allSatisfy(text -> assertThat(DisplayWidth.of(text)).isLessThanOrEqualTo(100));
    }

    @Test
    void everyVerbIsInTheHelpAndInTheCompletion() {
        var help = run("--help").out();
        var completion = run("completion").out();
        for (var verb : List.of(
                "check",
                "get",
                "describe",
                "plan",
                "apply",
                "explain",
                "watch",
                "logs",
                "cancel",
                "region",
                "version")) {
            assertThat(help).contains("  " + verb);
            assertThat(completion).contains(verb);
        }
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("version").out()).startsWith("isobar ");
    }
}
