package io.isobar.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YamlTextTest {
    @Test
    void objectsAndListsNestByIndentation() {
        assertThat(YamlText.of("{\"a\":{\"b\":1,\"c\":[{\"d\":true,\"e\":\"x\"},{\"d\":false}]},\"f\":[],\"g\":{}}"))
                .isEqualTo("""
                        a:
                          b: 1
                          c:
                          - d: true
                            e: x
                          - d: false
                        f: []
                        g: {}
                        """);
    }

    @Test
    void textThatWouldBeReadAsSomethingElseIsQuoted() {
        assertThat(YamlText.of(
                        "{\"a\":\"no\",\"b\":\"12\",\"c\":\"a: b\",\"d\":\"\",\"e\":\"a\\nb\",\"f\":\"2026-11-25\"}"))
                .isEqualTo("""
                        a: "no"
                        b: "12"
                        c: "a: b"
                        d: ""
                        e: "a\\nb"
                        f: "2026-11-25"
                        """);
    }
}
