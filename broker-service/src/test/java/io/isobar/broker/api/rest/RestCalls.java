package io.isobar.broker.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Requests to the API that a test can shape as it likes, and what their answers hold. */
abstract class RestCalls {
    @TestHTTPResource("/")
    URI root = URI.create("/");

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    static JsonObject json(HttpResponse<?> response) {
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .as(() -> String.valueOf(response.body()))
                .startsWith("application/json");
        return read(String.valueOf(response.body()));
    }

    static JsonObject problem(HttpResponse<?> response) {
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .as(() -> String.valueOf(response.body()))
                .startsWith("application/problem+json");
        return read(String.valueOf(response.body()));
    }

    static JsonObject read(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
