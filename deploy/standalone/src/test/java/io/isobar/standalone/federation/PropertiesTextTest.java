package io.isobar.standalone.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PropertiesTextTest {
    @Test
    void isReadBackAsItWasMeant() throws IOException {
        Map<String, String> entries = Map.of(
                "a.b[0]", " leading blank",
                "with:colon = and blank", "back\\slash",
                "many", "lines\nand\ttabs\r",
                "chinese", "贵安 \u007f",
                "empty", "",
                "comment", "#no !no = :");
        Properties read = new Properties();
        read.load(new StringReader(PropertiesText.of("heading", entries)));
        assertThat(read).isEqualTo(entries);
    }

    @Test
    void keepsDollarsFromBeingTakenForReferences() {
        assertThat(PropertiesText.of("heading", Map.of("a", "${HOME} 5$"))).endsWith("a=$${HOME} 5$\n");
    }
}
