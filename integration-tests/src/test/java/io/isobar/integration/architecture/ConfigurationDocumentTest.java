package io.isobar.integration.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md names every key with its default, and no other. */
class ConfigurationDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/configuration.md");
    private static final List<String> MAPPINGS =
            List.of("io.isobar.broker.wiring.BrokerConfiguration", "io.isobar.agent.wiring.AgentConfiguration");

    @Test
    void namesEveryKeyWithItsDefault() throws Exception {
        var inCode = new TreeMap<String, String>();
        for (var name : MAPPINGS) {
            var mapping = Class.forName(name);
            collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, inCode);
        }

        assertThat(inDocument()).isEqualTo(inCode);
    }

    private static Map<String, String> inDocument() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `isobar."))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toMap(
                        cells -> cells[1].strip().replace("`", ""),
                        cells -> cells[2].strip().replace("`", ""),
                        (one, other) -> one + " and " + other,
                        TreeMap::new));
    }

    private static void collect(String path, Class<?> mapping, Map<String, String> into) {
        for (var method : mapping.getMethods()) {
            collect(path + "." + kebab(method.getName()), method, method.getGenericReturnType(), into);
        }
    }

    private static void collect(String path, Method method, Type type, Map<String, String> into) {
        if (type instanceof ParameterizedType generic) {
            var inner = generic.getActualTypeArguments();
            if (generic.getRawType() == Map.class) {
                collect(path + ".*", method, inner[1], into);
            } else if (generic.getRawType() == List.class) {
                collect(path + "[*]", method, inner[0], into);
            } else if (generic.getRawType() == Optional.class) {
                into.put(path, "-");
            }
        } else if (type instanceof Class<?> nested && nested.isInterface()) {
            collect(path, nested, into);
        } else {
            var fallback = method.getAnnotation(WithDefault.class);
            into.put(path, fallback == null ? "-" : fallback.value());
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
