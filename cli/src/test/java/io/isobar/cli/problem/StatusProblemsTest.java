package io.isobar.cli.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.Status;
import io.isobar.cli.samples.Refusal;
import java.net.ConnectException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusProblemsTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT,INVALID_ARGUMENT,2",
        "INVALID_ARGUMENT,INVALID_MANIFEST,2",
        "INVALID_ARGUMENT,AMBIGUOUS_ACCELERATOR,2",
        "ALREADY_EXISTS,REQUEST_ID_REUSED,1",
        "NOT_FOUND,NOT_FOUND,4",
        "RESOURCE_EXHAUSTED,QUOTA,5",
        "RESOURCE_EXHAUSTED,BUDGET,5",
        "FAILED_PRECONDITION,CONTRACT_EXHAUSTED,5",
        "FAILED_PRECONDITION,PRIORITY_NOT_ALLOWED,5",
        "FAILED_PRECONDITION,TENANT_IS_GROUP,5",
        "PERMISSION_DENIED,SOMETHING_NEW,5",
        "RESOURCE_EXHAUSTED,OVERLOADED,1",
        "UNAVAILABLE,DATABASE_UNAVAILABLE,1",
        "UNAVAILABLE,REGION_UNREACHABLE,1",
        "INTERNAL,INTERNAL,1",
        "FAILED_PRECONDITION,WRONG_STATE,1"
    })
    void everyReasonHasItsExitCode(Code code, String reason, int exitCode) {
        var problem = StatusProblems.of(Refusal.of(code, reason, "it failed", Map.of()), "b:1");
        assertThat(problem.exitCode()).isEqualTo(exitCode);
        assertThat(problem.what()).contains(reason);
        assertThat(problem.remedy()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE,6",
        "DEADLINE_EXCEEDED,6",
        "NOT_FOUND,4",
        "INVALID_ARGUMENT,2",
        "UNIMPLEMENTED,1",
        "UNKNOWN,1"
    })
    void aStatusWithoutAReasonHasItsExitCodeByItsCode(Status.Code code, int exitCode) {
        var problem =
                StatusProblems.of(Status.fromCode(code).withDescription("why").asRuntimeException(), "b:1");
        assertThat(problem.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void anAnswerOfPlainHttpIsNotOfABroker() {
        var status =
                Status.UNIMPLEMENTED.withDescription("HTTP status code 404\ninvalid content-type: text/html\n<html>");
        var problem = StatusProblems.of(status.asRuntimeException(), "127.0.0.1:8080");
        assertThat(problem.exitCode()).isEqualTo(6);
        assertThat(problem.what())
                .isEqualTo("what answers at 127.0.0.1:8080 does not speak gRPC: HTTP status code 404");
        assertThat(problem.remedy()).contains("gRPC port");
    }

    @Test
    void whoDoesNotAnswerIsNamedWithWhatTheSystemSaid() {
        var status = Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(new IllegalStateException("outer", new ConnectException("Connection refused")));
        var lines = ProblemText.lines(StatusProblems.of(status.asRuntimeException(), "127.0.0.1:9090"));
        assertThat(lines.getFirst())
                .isEqualTo("isobar: the broker at 127.0.0.1:9090 does not answer: Connection refused");
        assertThat(lines.getLast()).startsWith("to do: ");
    }

    @Test
    void everyFieldViolationStandsOnItsOwnLine() {
        var lines = ProblemText.lines(StatusProblems.of(
                Refusal.ofFields(
                        "spec.resources.memory", "line 7: \"64\" has no unit; write 64Gi",
                        "spec.replicas", "line 4: must be 1 to 100,000, is -3"),
                "b:1"));
        assertThat(lines)
                .containsSequence(
                        "  spec.resources.memory: line 7: \"64\" has no unit; write 64Gi",
                        "  spec.replicas: line 4: must be 1 to 100,000, is -3");
    }

    @Test
    void theNumbersOfAFailureAreShown() {
        var problem =
                StatusProblems.of(Refusal.of(Code.INTERNAL, "INTERNAL", "a fault", Map.of("incident", "i-42")), "b:1");
        assertThat(problem.details()).containsExactly("incident: i-42");
    }

    @Test
    void whatTheBrokerSaysCannotMoveTheCursor() {
        var problem = StatusProblems.of(
                Refusal.of(Code.NOT_FOUND, "NOT_FOUND", "no workload \"\u001b[2J\"", Map.of()), "b:1");
        assertThat(ProblemText.lines(problem)).noneMatch(line -> line.indexOf(0x1b) >= 0);
    }
}
