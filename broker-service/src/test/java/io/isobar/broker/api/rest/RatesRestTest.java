package io.isobar.broker.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs taught a leader before it began ({@link RestParts#LEARNED}). */
@QuarkusTest
@TestProfile(RestProfile.class)
class RatesRestTest extends RestCalls {
    @Test
    void ratesAreShownFamilyByFamily() throws Exception {
        var rates = rates("");
        assertThat(rates)
                .extracting(shown -> shown.getString("family") + " " + shown.getString("tenant"))
                .containsExactly("conv met-lab", "gemm bio-lab", "gemm met-lab");
        assertThat(rates.getFirst().getString("modelId")).isEmpty();
        var rate = rates.getLast();
        assertThat(rate.getString("modelId")).isEqualTo("nvidia-a100-sxm4-80gb");
        assertThat(rate.getInt("replicas")).isEqualTo(2);
        assertThat(rate.getInt("units")).isEqualTo(8);
        assertThat(rate.getString("runs")).isEqualTo("9");
        assertThat(rate.getJsonNumber("factor").doubleValue()).isBetween(1.9, 2.1);
        assertThat(rate.getJsonNumber("spread").doubleValue()).isBetween(1.01, 1.2);
    }

    @Test
    void aFamilyIsFoundInAnyCaseAndATenantIsAFilter() throws Exception {
        assertThat(rates("?family=GEMM"))
                .extracting(rate -> rate.getString("tenant"))
                .containsExactly("bio-lab", "met-lab");
        assertThat(rates("?family=gemm&tenant=met-lab")).hasSize(1);
        assertThat(rates("?tenant=nobody")).isEmpty();
        assertThat(rates("?family=conv&tenant=bio-lab")).isEmpty();
    }

    @Test
    void aFamilyOfWhichNoRunWasSeenIsNotFound() throws Exception {
        var response = get("/api/v1/rates?family=unseen");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(problem(response).getString("reason")).isEqualTo("NOT_FOUND");
        assertThat(problem(response).getJsonObject("metadata").getString("kind"))
                .isEqualTo("family");
    }

    @Test
    void pagesFollowOneAnother() throws Exception {
        var seen = new ArrayList<String>();
        var token = "";
        do {
            var page = json(get("/api/v1/rates?pageSize=1&pageToken=" + token));
            assertThat(page.getJsonArray("rates")).hasSize(1);
            seen.add(page.getJsonArray("rates").getJsonObject(0).getString("family"));
            token = page.getString("nextPageToken");
            assertThat(seen).hasSizeLessThanOrEqualTo(3);
        } while (!token.isEmpty());
        assertThat(seen).containsExactly("conv", "gemm", "gemm");

        var first = json(get("/api/v1/rates?pageSize=1")).getString("nextPageToken");
        assertThat(get("/api/v1/rates?pageSize=1&family=gemm&pageToken=" + first)
                        .statusCode())
                .as("a token of other filters")
                .isEqualTo(400);
    }

    private List<JsonObject> rates(String query) throws Exception {
        return json(get("/api/v1/rates" + query)).getJsonArray("rates").getValuesAs(JsonObject.class);
    }
}
