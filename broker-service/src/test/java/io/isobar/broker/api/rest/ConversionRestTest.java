package io.isobar.broker.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(RestProfile.class)
class ConversionRestTest {
    private static final String SCRIPT = "application/x-sh";
    private static final String HARMLESS = "#!/bin/bash\n#SBATCH -J script\n#SBATCH --mail-type=END\ntrue\n";
    private static final String ARRAY = "#!/bin/bash\n#SBATCH -J sweep --array=3-5\ntrue\n";
    private static final String CHANGED = "#!/bin/bash\n#SBATCH -J script\n#SBATCH --dependency=afterok:1\ntrue\n";

    @TestHTTPResource("/")
    URI root = URI.create("/");

    private Http http() {
        return new Http(root);
    }

    @ParameterizedTest
    @ValueSource(strings = {SCRIPT, "text/x-shellscript", "application/yaml"})
    void aBatchScriptBecomesAWorkloadFileAndAListOfLosses(String media) throws Exception {
        var answer = http().post("/api/v1/convert", media, CHANGED);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().getString("format")).isEqualTo("JOB_FORMAT_SLURM");
        assertThat(answer.body().getString("manifest"))
                .startsWith("apiVersion: isobar/v1")
                .contains("name: script");
        assertThat(answer.body().getJsonObject("spec").getString("name")).isEqualTo("script");
        var loss = answer.body().getJsonArray("losses").getJsonObject(0);
        assertThat(loss.getInt("line")).isEqualTo(3);
        assertThat(loss.getString("what")).startsWith("--dependency");
        assertThat(loss.getBoolean("changesMeaning")).isTrue();
    }

    @Test
    void aWorkloadInFieldsBecomesAWorkloadFileToo() throws Exception {
        var answer = http().post(
                        "/api/v1/convert",
                        "application/json",
                        "{\"workload\":{\"spec\":{\"name\":\"x\",\"variants\":[{\"stack\":\"cpu\",\"command\":[\"a\"]}]}}}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().getString("manifest")).contains("name: x");
        assertThat(answer.body().getString("format")).isEqualTo("JOB_FORMAT_UNSPECIFIED");
        assertThat(answer.body().getJsonArray("losses")).isEmpty();
    }

    @Test
    void whatChangesTheMeaningIsPlannedAndSubmittedOnlyWhenAccepted() throws Exception {
        var refused = http().post("/api/v1/plan", SCRIPT, CHANGED);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().getString("reason")).isEqualTo("LOSSES_NOT_ACCEPTED");
        assertThat(violation(refused.body()).getInt("line")).isEqualTo(3);
        assertThat(http().post("/api/v1/workloads", SCRIPT, CHANGED).status()).isEqualTo(400);

        var planned = http().post("/api/v1/plan?acceptLosses=true", SCRIPT, CHANGED);
        assertThat(planned.status()).isEqualTo(200);
        assertThat(planned.body().getJsonArray("losses")).hasSize(1);
        var submitted = http().post("/api/v1/workloads?acceptLosses=true", SCRIPT, CHANGED);
        // Past the losses, what is missing is the id of the request.
        assertThat(violation(submitted.body()).getString("field")).contains("request");
    }

    @Test
    void whatIsLostWithoutHarmIsToldWithThePlan() throws Exception {
        var planned = http().post("/api/v1/plan", SCRIPT, HARMLESS);

        assertThat(planned.status()).isEqualTo(200);
        var loss = planned.body().getJsonArray("losses").getJsonObject(0);
        assertThat(loss.getString("what")).startsWith("--mail-type");
        assertThat(loss.getBoolean("changesMeaning")).isFalse();
    }

    @Test
    void aTaskOfAnArrayIsPlannedOrTheFirstAndSubmittedWhereItIsNamed() throws Exception {
        var planned = http().post("/api/v1/plan", SCRIPT, ARRAY);
        assertThat(planned.body().getJsonObject("spec").getString("name")).isEqualTo("sweep-3");
        assertThat(planned.body().getJsonArray("tasks")).hasToString("[3,4,5]");
        var named = http().post("/api/v1/convert?task=5", SCRIPT, ARRAY);
        assertThat(named.body().getString("manifest")).contains("name: sweep-5");

        var whole = http().post("/api/v1/workloads", SCRIPT, ARRAY);
        assertThat(violation(whole.body()).getString("field")).isEqualTo("workload.task");
        assertThat(violation(whole.body()).getString("problem")).contains("an array of 3 tasks", "3 to 5");
        var none = http().post("/api/v1/plan?task=9", SCRIPT, ARRAY);
        assertThat(violation(none.body()).getString("problem")).contains("the file has no such task: it has 3, 3 to 5");
    }

    private static JsonObject violation(JsonObject problem) {
        return problem.getJsonArray("violations").getJsonObject(0);
    }
}
