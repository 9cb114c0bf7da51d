package io.isobar.broker.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no request may be, and how that is said. */
@QuarkusTest
@TestProfile(RestProfile.class)
class BadRequestRestTest extends RestCalls {
    @Test
    void aBadWorkloadFileIsAProblemWithItsLine() throws Exception {
        var response = send(request("/api/v1/plan")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString("nonsense")));

        assertThat(response.statusCode()).isEqualTo(400);
        var problem = problem(response);
        assertThat(problem.getString("type")).isEqualTo("urn:isobar:problem:INVALID_MANIFEST");
        assertThat(problem.getInt("status")).isEqualTo(400);
        var violation = problem.getJsonArray("violations").getJsonObject(0);
        assertThat(violation.getString("field")).isEqualTo("metadata.name");
        assertThat(violation.getInt("line")).isEqualTo(1);
    }

    @Test
    void aTenantAsksForNoHigherPriorityThanItIsAllowed() throws Exception {
        var spec = "{\"requestId\":\"%s\",\"workload\":{\"spec\":{\"name\":\"p\",\"tenant\":\"modest\",\"priority\":%d,"
                + "\"variants\":[{\"stack\":\"cpu\",\"command\":[\"true\"]}]}}}";
        var refused = post("/api/v1/workloads", spec.formatted("p-1", 6));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(problem(refused).getString("reason")).isEqualTo("PRIORITY_NOT_ALLOWED");
        assertThat(problem(refused).getString("detail")).contains("tenant modest", "5 at most", "this is 6");
        assertThat(post("/api/v1/workloads", spec.formatted("p-2", 5)).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aBadFieldIsNamedAsItIsInJson() throws Exception {
        var response = post(
                "/api/v1/plan",
                "{\"workload\":{\"spec\":{\"name\":\"x\",\"timeLimit\":\"-3s\","
                        + "\"variants\":[{\"stack\":\"cpu\",\"command\":[\"a\"]}]}}}");

        assertThat(problem(response).getJsonArray("violations").getJsonObject(0).getString("field"))
                .isEqualTo("workload.spec.timeLimit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{\"workload\":3}",
                "{\"workload\":{\"spec\":{\"replicas\":1e99}}}",
                "{\"workload\":{\"spec\":{\"name\":\"\\ud800\"}}}",
                "{\"workload\":{\"spec\":{\"name\":\"a\\u0000b\"}}}",
                "{\"workload\":{\"spec\":{\"replicas\":-9223372036854775809}}}",
                "{\"requestId\":{}}",
                "<xml/>"
            })
    void aBodyThatIsNoRequestIsBadInput(String body) throws Exception {
        assertThat(post("/api/v1/plan", body).statusCode()).isEqualTo(400);
        var submitted = post("/api/v1/workloads", body);
        assertThat(submitted.statusCode()).isEqualTo(400);
        assertThat(problem(submitted).getString("reason")).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void anUnknownFieldNamesTheNearestKnownOne() throws Exception {
        var response = post("/api/v1/plan", "{\"workload\":{\"spec\":{\"replcas\":1}}}");

        assertThat(problem(response).getString("detail")).contains("replcas").contains("did you mean replicas");
    }

    @Test
    void aBombOfBracketsIsRefused() throws Exception {
        assertThat(post("/api/v1/plan", "[".repeat(500_000)).statusCode()).isEqualTo(400);
        assertThat(post("/api/v1/plan", "{\"workload\":".repeat(50_000)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBodyOverOneMebibyteIsTooLargeDeclaredOrNot() throws Exception {
        var body = new byte[1024 * 1024 + 1];
        var declared = send(request("/api/v1/workloads")
                .header("Content-Type", "application/yaml")
                .header("Request-Id", "big")
                .POST(BodyPublishers.ofByteArray(body)));
        var streamed = send(request("/api/v1/workloads")
                .header("Content-Type", "application/yaml")
                .header("Request-Id", "big")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));

        for (var response : new HttpResponse<?>[] {declared, streamed}) {
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(problem(response).getString("detail")).contains("1048576");
        }
    }

    @Test
    void aBodyFarOverTheLimitHarmsNobody() throws Exception {
        var huge = new byte[8 * 1024 * 1024];
        try {
            var response = send(request("/api/v1/workloads")
                    .header("Content-Type", "application/yaml")
                    .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(huge))));
            assertThat(response.statusCode()).isEqualTo(413);
        } catch (IOException closed) {
            // The server may close while the client still sends.
        }
        assertThat(get("/api/v1/regions").statusCode()).isEqualTo(200);
    }

    @Test
    void aDeclaredLengthIsRefusedBeforeItIsSent() throws Exception {
        for (var length : new String[] {"104857600", "9223372036854775807", "-1", "x", "99999999999999999999999"}) {
            try (var socket = new Socket(root.getHost(), root.getPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write(
                                ("POST /api/v1/workloads HTTP/1.1\r\nHost: x\r\nContent-Type: application/yaml\r\nContent-Length: "
                                                + length + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                var answer = new String(socket.getInputStream().readNBytes(400), StandardCharsets.UTF_8);

                if (length.length() < 20 && Character.isDigit(length.charAt(0))) {
                    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
                } else {
                    assertThat(answer).startsWith("HTTP/1.1 4");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/nothing,404,NOT_FOUND",
        "GET,/api/v2/workloads,404,NOT_FOUND",
        "GET,/,404,NOT_FOUND",
        "DELETE,/api/v1/workloads,405,INVALID_ARGUMENT",
        "PUT,/api/v1/regions/local/cordon,405,INVALID_ARGUMENT",
        "GET,/api/v1/workloads/none,404,NOT_FOUND",
        "GET,/api/v1/workloads/a%2Fb%0A,404,NOT_FOUND",
        "GET,/api/v1/regions/none,404,NOT_FOUND",
        "GET,/api/v1/attempts/none,404,NOT_FOUND",
        "GET,/api/v1/workloads/none/logs,404,NOT_FOUND",
        "GET,/api/v1/workloads/none/watch,404,NOT_FOUND",
        "GET,/api/v1/workloads/none/explanation,404,NOT_FOUND",
        "GET,/api/v1/workloads?pageSize=-1,400,INVALID_ARGUMENT",
        "GET,/api/v1/workloads?pageSize=1001,400,INVALID_ARGUMENT",
        "GET,/api/v1/workloads?pageSize=x,400,INVALID_ARGUMENT",
        "GET,/api/v1/workloads?pageSize=99999999999999999999,400,INVALID_ARGUMENT",
        "GET,/api/v1/workloads?pageToken=zzz,400,INVALID_PAGE_TOKEN",
        "GET,/api/v1/workloads?state=FLYING,400,INVALID_ARGUMENT",
        "GET,/api/v1/workloads?tenat=x,400,INVALID_ARGUMENT",
        "GET,/api/v1/links?x=1,400,INVALID_ARGUMENT",
        "GET,/api/v1/offers?accelerator=910B:8,400,*"
    })
    void whateverGoesWrongIsAProblemDocument(String method, String path, int status, String reason) throws Exception {
        var response = send(request(path).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(status);
        var problem = problem(response);
        assertThat(problem.getInt("status")).isEqualTo(status);
        if (!reason.equals("*")) {
            assertThat(problem.getString("reason")).isEqualTo(reason);
        }
        assertThat(problem.getString("title")).isNotEmpty();
        assertThat(problem.getString("detail")).isNotEmpty();
    }

    @Test
    void otherMediaTypesAreRefused() throws Exception {
        var form = send(request("/api/v1/workloads")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=b")));
        var picture = send(request("/api/v1/regions").header("Accept", "image/png"));

        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(problem(form).getString("detail")).contains("application/yaml");
        assertThat(picture.statusCode()).isEqualTo(406);
        assertThat(problem(picture)).isNotNull();
    }
}
