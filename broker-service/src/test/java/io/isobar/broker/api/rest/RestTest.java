package io.isobar.broker.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.session.LogFeed;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.PoolFigures;
import io.isobar.broker.telemetry.Quantity;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(RestProfile.class)
class RestTest extends RestCalls {
    private static final String HELLO = "{\"requestId\":\"%s\",\"workload\":{\"spec\":{\"name\":\"%s\","
            + "\"variants\":[{\"stack\":\"cpu\",\"command\":[\"true\"]}]}}}";

    private final RestParts parts;

    @Inject
    RestTest(RestParts parts) {
        this.parts = parts;
    }

    @AfterEach
    void theDatabaseIsBack() {
        parts.ledger().away(false);
    }

    @Test
    void aWorkloadIsAcceptedPlacedExplainedAndCancelled() throws Exception {
        var accepted = post("/api/v1/workloads", HELLO.formatted("r-1", "first"));
        assertThat(accepted.statusCode()).isEqualTo(201);
        var id = json(accepted).getJsonObject("workload").getString("id");

        awaitState(id, "WORKLOAD_STATE_RUNNING");
        assertThat(json(get("/api/v1/workloads/first"))
                        .getJsonObject("workload")
                        .getString("id"))
                .isEqualTo(id);
        var explained = json(get("/api/v1/workloads/" + id + "/explanation"));
        assertThat(explained.getJsonObject("decision").getBoolean("placed")).isTrue();
        assertThat(explained.containsKey("replay")).isFalse();
        for (var way : List.of("?replay", "?replay=true&epoch=1")) {
            var again = json(get("/api/v1/workloads/" + id + "/explanation" + way));
            assertThat(again.keySet()).as(way).contains("replay");
            var replay = again.getJsonObject("replay");
            assertThat(replay.getString("result")).as(replay.toString()).isEqualTo("REPLAY_RESULT_SAME");
            assertThat(replay.getJsonObject("inputs").getJsonArray("pools")).isNotEmpty();
        }
        assertThat(get("/api/v1/workloads/" + id + "/explanation?epoch=7").statusCode())
                .isEqualTo(404);
        assertThat(json(get("/api/v1/attempts/" + id + "-1"))
                        .getJsonObject("attempt")
                        .getString("region"))
                .isEqualTo("local");
        assertThat(json(get("/api/v1/attempts?workloadId=" + id)).getJsonArray("attempts"))
                .hasSize(1);

        var cancelled = send(request("/api/v1/workloads/" + id + "/cancel")
                .header("Request-Id", "r-2")
                .POST(BodyPublishers.noBody()));
        assertThat(cancelled.statusCode()).isEqualTo(200);
        awaitState(id, "WORKLOAD_STATE_CANCELLED");
    }

    @Test
    void theSameRequestAgainChangesNothing() throws Exception {
        var once = json(post("/api/v1/workloads", HELLO.formatted("r-10", "again")));
        var twice = json(post("/api/v1/workloads", HELLO.formatted("r-10", "again")));
        var other = post("/api/v1/workloads", HELLO.formatted("r-10", "different"));

        assertThat(twice.getJsonObject("workload").getString("id"))
                .isEqualTo(once.getJsonObject("workload").getString("id"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(problem(other).getString("reason")).isEqualTo("REQUEST_ID_REUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "application/x-yaml", "text/yaml", "application/yaml; charset=utf-8"})
    void aWorkloadFileIsTakenAsItIs(String media) throws Exception {
        var accepted = send(request("/api/v1/workloads")
                .header("Content-Type", media)
                .header("Request-Id", "y-" + media.hashCode())
                .POST(BodyPublishers.ofString("name: from-file")));
        var planned = send(
                request("/api/v1/plan").header("Content-Type", media).POST(BodyPublishers.ofString("name: from-file")));

        assertThat(accepted.statusCode()).isEqualTo(201);
        assertThat(json(planned).getJsonObject("spec").getString("name")).isEqualTo("from-file");
        assertThat(json(planned).getJsonObject("decision").getJsonArray("candidates"))
                .isNotEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailableForAWhile() throws Exception {
        parts.ledger().away(true);
        var response = get("/api/v1/workloads");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(problem(response).getString("reason")).isEqualTo("DATABASE_UNAVAILABLE");
    }

    @Test
    void whatNobodyExpectedIsHiddenBehindAnIncident() throws Exception {
        var response = send(request("/api/v1/plan")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString("name: fault")));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret");
        assertThat(problem(response).getJsonObject("metadata").getString("incident"))
                .isEqualTo("i-1");
    }

    @Test
    void pagesFollowOneAnother() throws Exception {
        for (int i = 0; i < 3; i++) {
            post("/api/v1/workloads", HELLO.formatted("p-" + i, "paged-" + i));
        }
        var first = json(get("/api/v1/workloads?pageSize=2"));
        var token = first.getString("nextPageToken");
        var second = json(get("/api/v1/workloads?pageSize=2&pageToken=" + token));

        assertThat(first.getJsonArray("workloads")).hasSize(2);
        assertThat(second.getJsonArray("workloads").getJsonObject(0).getString("id"))
                .isNotEqualTo(first.getJsonArray("workloads").getJsonObject(1).getString("id"));
        assertThat(get("/api/v1/workloads?pageSize=2&tenant=x&pageToken=" + token)
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/workloads?state=queued&state=WORKLOAD_STATE_RUNNING")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void regionsPoolsProvidersOffersAndLinksAreShown() throws Exception {
        assertThat(json(get("/api/v1/regions")).getJsonArray("regions")).hasSize(1);
        assertThat(json(get("/api/v1/regions/local")).getJsonObject("region").getString("link"))
                .isEqualTo("LINK_STATE_CONNECTED");
        assertThat(json(get("/api/v1/pools?region=local"))
                        .getJsonArray("pools")
                        .getJsonObject(0)
                        .getString("totalMillicpus"))
                .isEqualTo("1000000");
        assertThat(json(get("/api/v1/providers"))
                        .getJsonArray("providers")
                        .getJsonObject(0)
                        .getString("name"))
                .isEqualTo("home");
        assertThat(json(get("/api/v1/offers")).getJsonArray("offers")).hasSize(1);
        var links = json(get("/api/v1/links"));
        assertThat(links.getJsonArray("checks")).isNotEmpty();
        assertThat(links.getString("answeredAt")).endsWith("Z");
        assertThat(links.getInt("protocolMajor")).isEqualTo(1);
    }

    @Test
    void aRegionShowsWhatIsMeasuredOfItsWaysBesideTheTable() throws Exception {
        var at = java.time.Instant.now();
        parts.figures()
                .put(
                        new RegionName("local"),
                        new PoolFigures(
                                "local",
                                ">store",
                                at,
                                List.of(new Figure(Quantity.LINK_ROUND_TRIP, 0.035, 2, ">store", at, at, null, null))));

        var links = json(get("/api/v1/regions/local")).getJsonObject("region").getJsonArray("links");

        assertThat(links).hasSize(3);
        var measured = links.getJsonObject(0);
        assertThat(measured.getString("from")).isEqualTo("local");
        assertThat(measured.getString("to")).isEqualTo("store");
        assertThat(measured.getString("metric")).isEqualTo("METRIC_LINK_ROUND_TRIP");
        assertThat(measured.getString("source")).isEqualTo("METRIC_SOURCE_MEASURED");
        assertThat(measured.getBoolean("counts")).isTrue();
        assertThat(measured.getString("observedAt")).endsWith("Z");
        assertThat(links.getJsonObject(1).getString("source")).isEqualTo("METRIC_SOURCE_NOMINAL");
        assertThat(json(get("/api/v1/regions/local")).getJsonObject("region").getJsonArray("figures"))
                .as("a way is no figure of the region")
                .isNullOrEmpty();
    }

    @Test
    void aRegionIsCordonedAndUncordoned() throws Exception {
        var cordoned = post("/api/v1/regions/local/cordon", "{\"requestId\":\"c-1\",\"note\":\"repair\"}");
        assertThat(json(cordoned).getJsonObject("region").getBoolean("cordoned"))
                .isTrue();
        assertThat(json(cordoned).getJsonObject("region").getString("cordonNote"))
                .isEqualTo("repair");

        var uncordoned = post("/api/v1/regions/local/uncordon", "{\"requestId\":\"c-2\"}");
        assertThat(json(uncordoned).getJsonObject("region").getBoolean("cordoned"))
                .isFalse();

        var other = post("/api/v1/regions/local/cordon", "{\"requestId\":\"c-3\",\"name\":\"elsewhere\"}");
        assertThat(other.statusCode()).isEqualTo(400);
        var nameless = post("/api/v1/regions/local/cordon", "{}");
        assertThat(problem(nameless).getJsonArray("violations").getJsonObject(0).getString("field"))
                .isEqualTo("requestId");
    }

    @Test
    void outputIsStreamedAsItComesAndAsItIs() throws Exception {
        var id = running("l-1", "talks");
        var answer = client.send(
                request("/api/v1/workloads/" + id + "/logs?follow=true").build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");

        try (var body = answer.body()) {
            parts.region().writes("one\n");
            assertThat(next(body, 4)).isEqualTo("one\n");
            parts.region().writes("two\n");
            assertThat(next(body, 4)).isEqualTo("two\n");
            parts.region().output.add(new LogFeed.Next.End());
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    @Test
    void outputComesWithItsPositionsAsLinesOfJson() throws Exception {
        var id = running("l-2", "talks-json");
        parts.region().writes("one\n");
        parts.region().output.add(new LogFeed.Next.End());

        var answer = send(request("/api/v1/workloads/" + id + "/logs").header("Accept", "application/x-ndjson"));

        var chunk = read(answer.body()).getJsonObject("chunk");
        assertThat(chunk.getString("data")).isEqualTo("b25lCg==");
        assertThat(chunk.getString("stream")).isEqualTo("OUTPUT_STREAM_STDOUT");
    }

    @Test
    void aReaderThatLeavesIsNoticed() throws Exception {
        var id = running("l-3", "left-alone");
        var answer =
                client.send(request("/api/v1/workloads/" + id + "/logs?follow").build(), BodyHandlers.ofInputStream());
        parts.region().writes("x");
        assertThat(next(answer.body(), 1)).isEqualTo("x");
        assertThat(parts.region().openFeeds.get()).isEqualTo(1);

        answer.body().close();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> parts.region().openFeeds.get() == 0);
    }

    @Test
    void aLogThatBreaksDoesNotLookWhole() throws Exception {
        var id = running("l-4", "breaks");
        parts.region().writes("half");
        var answer =
                client.send(request("/api/v1/workloads/" + id + "/logs?follow").build(), BodyHandlers.ofInputStream());
        assertThat(next(answer.body(), 4)).isEqualTo("half");
        parts.region().output.add(new LogFeed.Next.Broken("the link broke"));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> answer.body().read())
                .isInstanceOf(IOException.class);
    }

    @Test
    void aWatchGivesEveryChangeUntilTheEnd() throws Exception {
        var id = running("w-1", "watched");
        var answer = client.send(request("/api/v1/workloads/" + id + "/watch").build(), BodyHandlers.ofLines());
        var lines = answer.body().iterator();
        assertThat(read(lines.next()).getJsonObject("workload").getString("state"))
                .isEqualTo("WORKLOAD_STATE_RUNNING");

        post("/api/v1/workloads/" + id + "/cancel", "{\"requestId\":\"w-2\"}");

        String last = "";
        while (lines.hasNext()) {
            last = lines.next();
        }
        assertThat(read(last).getJsonObject("workload").getString("state")).isEqualTo("WORKLOAD_STATE_CANCELLED");
    }

    @Test
    void aWatchComesAsEventsToo() throws Exception {
        var id = running("e-1", "evented");
        post("/api/v1/workloads/" + id + "/cancel", "{\"requestId\":\"e-2\"}");
        awaitState(id, "WORKLOAD_STATE_CANCELLED");

        var answer = send(request("/api/v1/workloads/" + id + "/watch").header("Accept", "text/event-stream"));

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(answer.body()).startsWith("data: {").endsWith("\n\n");
    }

    private String running(String requestId, String name) throws Exception {
        parts.region().output.clear();
        var accepted = post("/api/v1/workloads", HELLO.formatted(requestId, name));
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(201);
        var id = json(accepted).getJsonObject("workload").getString("id");
        awaitState(id, "WORKLOAD_STATE_RUNNING");
        return id;
    }

    private void awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(json(get("/api/v1/workloads/" + id))
                                .getJsonObject("workload")
                                .getString("state"))
                        .isEqualTo(state));
    }

    private static String next(InputStream body, int bytes) throws IOException {
        return new String(body.readNBytes(bytes), StandardCharsets.UTF_8);
    }
}
