package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import com.google.rpc.Code;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.FakeWorkloads;
import io.isobar.cli.samples.Refusal;
import io.isobar.cli.samples.Run;
import io.isobar.proto.workload.v1.CancelRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelTest {
    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeBroker broker = new FakeBroker(workloads);

    @AfterEach
    void stop() {
        broker.close();
    }

    private Run run(String... arguments) {
        return Run.of(broker, arguments);
    }

    private static JsonObject onlyDocument(String text) {
        var documents = new ArrayList<JsonElement>();
        new JsonStreamParser(text).forEachRemaining(documents::add);
        assertThat(documents).as(text).hasSize(1);
        return documents.getFirst().getAsJsonObject();
    }

    private static List<String> ids(JsonObject list) {
        return list.getAsJsonArray("workloads").asList().stream()
                .map(one -> one.getAsJsonObject().get("id").getAsString())
                .toList();
    }

    @Test
    void tellsWhatBecameOfIt() {
        var run = run("cancel", "w-0123456789");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("w-0123456789 (pangu-weather) is cancelled\n");
        assertThat(workloads.cancelled.getFirst().getRequestId()).startsWith("cli-");
    }

    @Test
    void stopsAllThatAreNamed() {
        var run = run("cancel", "w-0", "w-1", "--request-id", "stop");

        assertThat(run.code()).isZero();
        assertThat(run.lines()).containsExactly("w-0 (pangu-weather) is cancelled", "w-1 (pangu-weather) is cancelled");
        assertThat(workloads.cancelled)
                .extracting(CancelRequest::getId, CancelRequest::getRequestId)
                .containsExactly(tuple("w-0", "stop.w-0"), tuple("w-1", "stop.w-1"));
    }

    @Test
    void oneIsARecordForPrograms() {
        var record = onlyDocument(run("cancel", "w-0", "-o", "json").out());

        assertThat(record.get("id").getAsString()).isEqualTo("w-0");
    }

    @Test
    void severalAreOneDocumentForPrograms() {
        assertThat(ids(onlyDocument(run("cancel", "w-0", "w-1", "-o", "json").out())))
                .containsExactly("w-0", "w-1");
        assertThat(run("cancel", "w-0", "w-1", "-o", "yaml").out()).startsWith("workloads:\n- id: w-0\n");
        assertThat(run("cancel", "w-0", "w-1", "-o", "name").out()).isEqualTo("w-0\nw-1\n");
    }

    @Test
    void whatWasStoppedBeforeOneFailedIsShown() {
        workloads.failCancels.put(
                "w-2", Refusal.of(Code.NOT_FOUND, "WORKLOAD_NOT_FOUND", "no workload \"w-2\"", Map.of()));

        var json = run("cancel", "w-0", "w-1", "w-2", "w-3", "-o", "json");
        assertThat(json.code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(json.err()).contains("w-2");
        assertThat(ids(onlyDocument(json.out()))).containsExactly("w-0", "w-1");

        assertThat(run("cancel", "w-0", "w-2").lines()).containsExactly("w-0 (pangu-weather) is cancelled");
        assertThat(run("cancel", "w-2", "w-3", "-o", "json").out()).isEmpty();
        assertThat(workloads.cancelled).extracting(CancelRequest::getId).doesNotContain("w-3");
    }
}
