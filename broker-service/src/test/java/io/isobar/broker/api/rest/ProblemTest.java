package io.isobar.broker.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "workload.spec.time_limit,workload.spec.timeLimit",
                "a.b_c[0].d_e_f,a.bC[0].dEF",
                "spec.labels[\"a_b\"],spec.labels[\"a_b\"]",
                "spec.timeLimit,spec.timeLimit",
                "_x,X",
                "x_,x_",
                "``,``"
            })
    void fieldsAreNamedAsInJson(String path, String json) {
        assertThat(Problem.jsonPath(path)).isEqualTo(json);
    }

    @Test
    void everyReasonHasAStatusOfAnError() {
        for (var reason : Reason.values()) {
            assertThat(Problem.statusOf(reason)).isBetween(400, 599);
        }
    }
}
