package io.isobar.broker.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RestProfile.class)
class OpenApiTest {
    @TestHTTPResource("/q/openapi?format=json")
    URI document = URI.create("/");

    private JsonObject api = JsonValue.EMPTY_JSON_OBJECT;

    @BeforeEach
    void read() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var text = client.send(HttpRequest.newBuilder(document).build(), BodyHandlers.ofString())
                    .body();
            api = Json.createReader(new StringReader(text)).readObject();
        }
    }

    @Test
    void namesEveryRoute() {
        var routes = new TreeSet<String>();
        api.getJsonObject("paths")
                .forEach((path, methods) -> methods.asJsonObject().keySet().stream()
                        .filter(Set.of("get", "post", "put", "delete", "patch")::contains)
                        .forEach(method -> routes.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));

        assertThat(routes)
                .containsExactlyInAnyOrder(
                        "POST /api/v1/workloads",
                        "GET /api/v1/workloads",
                        "POST /api/v1/plan",
                        "POST /api/v1/convert",
                        "GET /api/v1/workloads/{id}",
                        "GET /api/v1/workloads/{id}/explanation",
                        "POST /api/v1/workloads/{id}/cancel",
                        "GET /api/v1/workloads/{id}/logs",
                        "GET /api/v1/workloads/{id}/watch",
                        "GET /api/v1/attempts",
                        "GET /api/v1/attempts/{id}",
                        "GET /api/v1/regions",
                        "GET /api/v1/regions/{name}",
                        "POST /api/v1/regions/{name}/cordon",
                        "POST /api/v1/regions/{name}/uncordon",
                        "POST /api/v1/regions/{name}/maintain",
                        "POST /api/v1/regions/{name}/pools/{pool}/reserve",
                        "GET /api/v1/pools",
                        "GET /api/v1/providers",
                        "GET /api/v1/offers",
                        "GET /api/v1/rates",
                        "GET /api/v1/accelerators",
                        "GET /api/v1/accelerators/{name}",
                        "GET /api/v1/spellings",
                        "GET /api/v1/links");
    }

    @Test
    void holdsEveryMessageOfTheContractWithEveryField() {
        var schemas = api.getJsonObject("components").getJsonObject("schemas");
        var contract = new Contract();

        var expected = new TreeSet<>(contract.messages().keySet());
        expected.addAll(contract.enums().keySet());
        expected.add("Problem");
        assertThat(schemas.keySet()).isEqualTo(expected);
        contract.messages().forEach((name, message) -> {
            var fields = message.getFields().stream()
                    .map(field -> field.getJsonName())
                    .collect(Collectors.toSet());
            var properties = schemas.getJsonObject(name).getJsonObject("properties");
            assertThat(properties == null ? Set.of() : properties.keySet())
                    .as(name)
                    .isEqualTo(fields);
        });
    }

    @Test
    void refersOnlyToWhatItHolds() {
        var schemas = api.getJsonObject("components").getJsonObject("schemas").keySet();
        var matcher = java.util.regex.Pattern.compile("\"#/components/schemas/([^\"]+)\"")
                .matcher(api.toString());
        int references = 0;
        while (matcher.find()) {
            assertThat(schemas).contains(matcher.group(1));
            references++;
        }
        assertThat(references).isGreaterThan(50);
    }

    @Test
    void everyJsonAnswerAndRequestIsAMessageOfTheContract() {
        api.getJsonObject("paths")
                .forEach((path, methods) -> methods.asJsonObject().forEach((method, operation) -> {
                    var responses = operation.asJsonObject().getJsonObject("responses");
                    assertThat(responses.keySet()).as(path).contains("default");
                    if (!path.endsWith("/logs") && !path.endsWith("/watch")) {
                        var good = responses.getJsonObject(responses.containsKey("201") ? "201" : "200");
                        assertThat(good.toString()).as(method + " " + path).contains("#/components/schemas/");
                    }
                    if (method.equals("post")) {
                        assertThat(operation
                                        .asJsonObject()
                                        .getJsonObject("requestBody")
                                        .toString())
                                .as(path)
                                .contains("#/components/schemas/");
                    }
                }));
    }
}
