package io.isobar.broker.manifest;

import static io.isobar.broker.manifest.Manifests.ENVELOPE;
import static io.isobar.broker.manifest.Manifests.VARIANT;
import static io.isobar.broker.manifest.Manifests.problems;
import static io.isobar.broker.manifest.Manifests.refused;
import static io.isobar.broker.manifest.Manifests.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class UnreadableFileTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void saysWhyTheFileCannotBeRead(String expected, String file) {
        var failure = refused(file);

        assertThat(failure.reason()).isEqualTo(Reason.INVALID_MANIFEST);
        assertThat(problems(failure)).anySatisfy(problem -> assertThat(problem).contains(expected));
        assertThat(String.valueOf(failure.getMessage())).hasSizeLessThan(2_000);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("the file holds nothing", ""),
                Arguments.of("the file holds nothing", "\n\n"),
                Arguments.of("the file holds nothing", "# only\n# comments\n"),
                Arguments.of("the file holds nothing", "---\n"),
                Arguments.of("the file holds a text", "hello"),
                Arguments.of("the file holds a list", "- a\n- b\n"),
                Arguments.of("line 7: holds several documents, the second from here", with() + "---\n" + with()),
                Arguments.of("line 2: is no text: character 6 is NUL", "a: b\n\0"),
                Arguments.of("is the control character U+001B", "a: \u001B[31m"),
                Arguments.of("line 6: is not YAML: found character '\\t(TAB)'", with("\treplicas: 1")),
                Arguments.of("is not YAML", "a: [ b"),
                Arguments.of("is not YAML", "a: \"b"),
                Arguments.of("is not YAML", "a: b: c"),
                Arguments.of("is not YAML", "%YAML 9.9\n---\na"),
                Arguments.of("is nested more than 32 levels deep", "[".repeat(100_000)),
                Arguments.of("is nested more than 32 levels deep", "a: " + "{ a: ".repeat(40)),
                Arguments.of("merge keys (<<) are not read", ENVELOPE + "spec:\n  <<: { replicas: 2 }\n" + VARIANT),
                Arguments.of(
                        "the tag \"tag:yaml.org,2002:java.net.URL\" is not read",
                        with("class: !!java.net.URL [ \"http://x\" ]")),
                Arguments.of("the tag \"!x\" is not read", with("class: !x general")),
                Arguments.of("a name in it is a list", with("? [ a, b ]\n  : c")),
                Arguments.of("the alias \"*a\" refers to nothing", with("class: *a")),
                Arguments.of("the alias \"*a\" holds itself", with("class: &a [ *a ]")));
    }

    @Test
    void refusesABombOfAliases() {
        var bomb = new StringBuilder("a0: &a0 [ x, x, x, x, x, x, x, x, x ]\n");
        for (int i = 1; i < 30; i++) {
            var alias = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [ %s ]%n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, alias))));
        }

        assertThat(problems(refused(bomb.toString())))
                .singleElement()
                .asString()
                .contains("more than 100000 values");
    }

    @Test
    void readsAliasesOfReasonableSize() {
        var file = ENVELOPE + "spec:\n  variants:\n    - { stack: cpu, command: &run [ echo, hi ] }\n"
                + "    - { stack: cuda, command: *run }\n";

        assertThat(Manifests.parse(file).variants().getLast().command()).containsExactly("echo", "hi");
    }

    @Test
    void refusesMoreThanAMebibyte() {
        assertThat(problems(refused(new byte[(1 << 20) + 1])))
                .singleElement()
                .asString()
                .contains("the file has 1048577 bytes, more than 1048576");
        assertThat(problems(refused(with("# " + "x".repeat(1 << 20)))))
                .singleElement()
                .asString()
                .contains("bytes, more than 1048576");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThat(problems(refused(new byte[] {'a', ':', ' ', '\n', (byte) 0xE9, 'b'})))
                .containsExactly("line 2: is no text in UTF-8: byte 5 is 0xE9; save the file as UTF-8");
        assertThat(problems(refused(new byte[] {'a', (byte) 0xE7, (byte) 0xAE})))
                .hasSize(1);
        assertThat(problems(refused(new byte[] {(byte) 0x7F, 'E', 'L', 'F', 2, 1, 0, 0})))
                .hasSize(1);
    }

    @Test
    void listsAHundredProblemsAndCountsTheRest() {
        var lines = new String[1_000];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "unknown" + i + ": 1";
        }
        var failure = refused(with(lines));

        assertThat(failure.violations()).hasSize(101);
        assertThat(problems(failure).getLast()).isEqualTo("900 more problems are not listed");
    }

    @Test
    void survivesLongScalarsOfEveryKind() {
        for (var kind :
                new String[] {"9", "a", " a", "0.", "-", "'", "\\", "#", "&", "*", "? ", ": ", "1e", "e", "_"}) {
            assertThat(refused("a: " + kind.repeat(200_000))).isNotNull();
        }
    }

    @Test
    void readsAFileWithAByteOrderMark() {
        assertThat(Manifests.parse("\uFEFF" + with()).name()).isEqualTo("x");
        assertThat(Manifests.parse(with().replace("\n", "\r\n")).name()).isEqualTo("x");
    }
}
