package io.isobar.broker.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(RestProfile.class)
class CatalogRestTest {
    @TestHTTPResource("/")
    URI root = URI.create("/");

    private Http http() {
        return new Http(root);
    }

    @Test
    void listsEveryAcceleratorOnceOverItsPages() throws Exception {
        var ids = new ArrayList<String>();
        var token = "";
        do {
            var page = http().get("/api/v1/accelerators?pageSize=25&pageToken=" + token);
            assertThat(page.status()).isEqualTo(200);
            ids.addAll(ids(page.body().getJsonArray("accelerators").getValuesAs(JsonObject.class)));
            token = page.body().getString("nextPageToken");
        } while (!token.isEmpty());

        assertThat(ids).hasSize(108).first().isEqualTo("nvidia-v100-sxm2-16gb");
        assertThat(new HashSet<>(ids)).hasSize(108);
    }

    @Test
    void filtersByVendorAndStackInAnyCase() throws Exception {
        var huawei = http().get("/api/v1/accelerators?vendor=huawei&stack=CANN&pageSize=1000");
        assertThat(ids(huawei.body().getJsonArray("accelerators").getValuesAs(JsonObject.class)))
                .contains("huawei-ascend-910b3")
                .allMatch(id -> id.startsWith("huawei-"));

        var wrong = http().get("/api/v1/accelerators?vendor=Hauwei");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body().toString()).contains("there are AMD").contains("Huawei");
    }

    @Test
    void aTokenOfOtherFiltersIsRefused() throws Exception {
        var token = http().get("/api/v1/accelerators?pageSize=1").body().getString("nextPageToken");
        var refused = http().get("/api/v1/accelerators?vendor=AMD&pageToken=" + token);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().getString("reason")).isEqualTo("INVALID_PAGE_TOKEN");
        assertThat(http().get("/api/v1/accelerators?pageSize=1001").status()).isEqualTo(400);
    }

    @Test
    void whatIsNotKnownIsAbsentAndWhatIsKnownHasItsSource() throws Exception {
        var known = http().get("/api/v1/accelerators/mlu590").body();
        var one = known.getJsonObject("accelerator");
        assertThat(one.getString("source")).isNotEmpty();
        assertThat(one).doesNotContainKeys("unitMemoryBytes", "cardMemoryBytes", "powerWatts");
        assertThat(one.getJsonArray("precisions").getJsonObject(0)).doesNotContainKey("denseTeraOpsPerUnit");
        assertThat(known.getJsonArray("builds")).isEmpty();
    }

    @Test
    void figuresOfAUnitAndOfItsCardAreBothGiven() throws Exception {
        var one = http().get("/api/v1/accelerators/mi250x").body().getJsonObject("accelerator");
        assertThat(one.getInt("unitsPerCard")).isEqualTo(2);
        assertThat(one.getString("unitKind")).isEqualTo("UNIT_KIND_DIE");
        assertThat(one.getString("unitMemoryBytes")).isEqualTo(Long.toString(64L << 30));
        assertThat(one.getString("cardMemoryBytes")).isEqualTo(Long.toString(128L << 30));
        var fp16 = one.getJsonArray("precisions").getValuesAs(JsonObject.class).stream()
                .filter(precision -> precision.getString("precision").equals("fp16"))
                .findFirst()
                .orElseThrow();
        assertThat(fp16.getJsonNumber("denseTeraOpsPerUnit").doubleValue()).isEqualTo(191.5);
        assertThat(fp16.getJsonNumber("denseTeraOpsPerCard").doubleValue()).isEqualTo(383);
    }

    @Test
    void saysWhichBuildsHaveCodeForIt() throws Exception {
        var blackwell = http().get("/api/v1/accelerators/rtx5090")
                .body()
                .getJsonArray("builds")
                .toString();
        assertThat(blackwell)
                .contains("COVERAGE_COVERED")
                .contains("COVERAGE_NOT_COVERED")
                .contains("cu126");
        var ascend = http().get("/api/v1/accelerators/910B3").body();
        assertThat(ascend.getJsonArray("builds").toString())
                .contains("CANN 8.5.0")
                .contains("Torch-npu");
        assertThat(ascend.getJsonArray("ambiguousNames").toString()).contains("\"910B\"");
        assertThat(ascend.getJsonArray("kubernetesResources").toString()).contains("huawei.com/Ascend910B3");
    }

    @Test
    void aNameThatMeansNothingIsNotFoundAndOneThatMeansSeveralIsAmbiguous() throws Exception {
        var unknown = http().get("/api/v1/accelerators/91OB3");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().getJsonObject("metadata").getString("nearest"))
                .contains("910B3");
        var ambiguous = http().get("/api/v1/accelerators/910B");
        assertThat(ambiguous.status()).isEqualTo(400);
        assertThat(ambiguous.body().getString("reason")).isEqualTo("AMBIGUOUS_ACCELERATOR");
        assertThat(ambiguous.body().getJsonObject("metadata").getString("candidates"))
                .isEqualTo("Ascend910B1, Ascend910B2, Ascend910B3, Ascend910B4, Ascend910B4-1");
        assertThat(http().get("/api/v1/accelerators/" + "x".repeat(161)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "A100-80GB:8, REQUEST, EXACT, A100-80GB:8",
        "nvidia.com/gpu: 8, KUBERNETES_RESOURCE, AMBIGUOUS, ''",
        "gres/gpu:l40s=4, SLURM_TRES, EXACT, NVIDIA-L40S:4",
        "nope, REQUEST, UNSPECIFIED, ''"
    })
    void saysWhatASpellingMeansAndHowItWasRead(String text, String form, String match, String request)
            throws Exception {
        var answer = http().get("/api/v1/spellings?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(200);
        var reading = answer.body().getJsonArray("readings").getJsonObject(0);
        assertThat(reading.getString("form")).isEqualTo("SPELLING_FORM_" + form);
        assertThat(reading.getString("match")).isEqualTo("SPELLING_MATCH_" + match);
        assertThat(reading.getString("request")).isEqualTo(request);
        assertThat(reading.getString("understood")).isNotEmpty();
    }

    @Test
    void nothingIsNoSpelling() throws Exception {
        assertThat(http().get("/api/v1/spellings").status()).isEqualTo(400);
        assertThat(http().get("/api/v1/spellings?text=%20").status()).isEqualTo(400);
    }

    private static List<String> ids(List<JsonObject> accelerators) {
        return accelerators.stream().map(one -> one.getString("id")).toList();
    }
}
