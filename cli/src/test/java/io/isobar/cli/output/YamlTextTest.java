package io.isobar.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class YamlTextTest {
    private static String yaml(String json) {
        return YamlText.of(JsonParser.parseString(json));
    }

    @Test
    void objectsAndListsNestByIndentation() {
        assertThat(yaml("{\"a\":{\"b\":1,\"c\":[{\"d\":true,\"e\":\"x\"},{\"d\":false}]},\"f\":[],\"g\":{}}"))
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
        assertThat(yaml("{\"a\":\"no\",\"b\":\"12\",\"c\":\"a: b\",\"d\":\"\",\"e\":\"a\\nb\",\"f\":\"2026-11-25\"}"))
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
