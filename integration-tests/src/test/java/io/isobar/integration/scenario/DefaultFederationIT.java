package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.isobar.proto.workload.v1.BillLine;
import io.isobar.proto.workload.v1.BillTerm;
import io.isobar.proto.workload.v1.ListRequest;
import io.isobar.proto.workload.v1.PlanResponse;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code make up} starts, through the command line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefaultFederationIT {
    private static final Path EXAMPLES = CommandLine.REPOSITORY.resolve("examples");

    private LaunchedFederation federation;
    private CommandLine isobar;
    private Path folder;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary) {
        folder = temporary;
        federation = LaunchedFederation.startTheDefault(temporary.resolve("federation"));
        isobar = new CommandLine(temporary, federation.broker());
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    void allLinksAreGood() {
        new Runs(federation).awaitAllLinksGood();
        var check = isobar.run("check");

        assertThat(check.exitCode()).as(check.toString()).isZero();
    }

    @Test
    void showsAtLeastFiveRegions() {
        var regions = isobar.run("get", "regions", "-o", "name");

        assertThat(regions.exitCode()).as(regions.toString()).isZero();
        assertThat(regions.output().lines()).hasSizeGreaterThanOrEqualTo(5).anyMatch(line -> line.contains("local"));
    }

    /** 25 replicas of 8 cards for 1,440 hours at 7.8 CNY. */
    @Test
    void plansTheWeatherModel() throws InvalidProtocolBufferException {
        var plan =
                isobar.run("plan", "-f", EXAMPLES.resolve("pangu-weather.yaml").toString(), "-o", "json");

        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        var answer = PlanResponse.newBuilder();
        JsonFormat.parser().merge(plan.output(), answer);
        var chosen = answer.getDecision().getCandidates(0);
        assertThat(chosen.getRegion()).isEqualTo("yangtze-mixed");
        assertThat(chosen.getPricePerHour().getCurrency()).isEqualTo("CNY");
        assertThat(new BigDecimal(chosen.getPricePerHour().getAmount())).isEqualByComparingTo("1560");
        assertThat(chosen.getBill(0).getTerm()).isEqualTo(BillTerm.BILL_TERM_COMPUTE);
        assertThat(new BigDecimal(chosen.getBill(0).getAmount().getAmount())).isEqualByComparingTo("2246400");
        assertThat(chosen.getBillList())
                .extracting(BillLine::getTerm)
                .contains(BillTerm.BILL_TERM_DATA, BillTerm.BILL_TERM_FAILURE);
        assertThat(new BigDecimal(chosen.getTotal().getAmount()))
                .isEqualByComparingTo(chosen.getBillList().stream()
                        .map(line -> new BigDecimal(line.getAmount().getAmount()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(answer.getDecision().getRefusalsList())
                .isNotEmpty()
                .allSatisfy(refusal -> assertThat(refusal.getEvidence()).isNotBlank());
    }

    @Test
    void showsThePlanToAPersonInAHundredColumns() {
        var plan =
                isobar.run("plan", "-f", EXAMPLES.resolve("pangu-weather.yaml").toString());

        assertThat(plan.output()).contains("2,246,400").contains("CHOSEN");
        assertThat(plan.output().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void runsHelloShowsItsWholeOutputAndTakesItsDecisionAgain() {
        var applied =
                isobar.run("apply", "-y", "-f", EXAMPLES.resolve("hello.yaml").toString(), "-o", "name");
        assertThat(applied.exitCode()).as(applied.toString()).isZero();
        var id = applied.output().strip().replaceFirst(".*/", "");

        var logs = isobar.run("logs", "-f", id);

        assertThat(logs.exitCode()).as(logs.toString()).isZero();
        assertThat(logs.output().lines().toList())
                .hasSize(5)
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("hello from"))
                .contains("line 1", "line 2", "line 3")
                .endsWith("goodbye");
        var explained = isobar.run("explain", id, "--replay");
        assertThat(explained.exitCode()).as(explained.toString()).isZero();
        assertThat(explained.output())
                .contains("AS RECORDED", "the same")
                .contains("replayed with the same engine and catalogue: the same choice and bills");
        assertThat(explained.output().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void endsWithOneWhereTheWorkloadFails() {
        var applied = isobar.run(
                "apply", "-y", "-f", EXAMPLES.resolve("exit-seven.yaml").toString(), "-o", "name");
        var id = applied.output().strip().replaceFirst(".*/", "");

        var watched = isobar.run("watch", id);

        assertThat(watched.exitCode()).as(watched.toString()).isEqualTo(1);
        assertThat(watched.output()).contains("FAILED").contains("exit code 7");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.isobar.integration.scenario.BadFile#all")
    void refusesABadFileAndNamesTheField(BadFile bad) {
        var file = folder.resolve("bad.yaml");
        bad.writer().accept(file);
        int before = count();

        for (var verb : new String[][] {{"plan"}, {"apply", "-y"}}) {
            var command = new ArrayList<>(List.of(verb));
            command.addAll(List.of("-f", file.toString()));
            var refused = isobar.run(command.toArray(String[]::new));

            assertThat(refused.exitCode()).as("%s %s", bad, refused).isEqualTo(2);
            assertThat(refused.errors()).containsIgnoringCase(bad.named()).doesNotContain("\tat ");
            assertThat(refused.errors().length()).as("an error a person reads").isLessThan(4_000);
        }
        assertThat(count()).as("nothing was submitted, and the broker answers").isEqualTo(before);
    }

    private int count() {
        return federation
                .workloads()
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .list(ListRequest.newBuilder().setPageSize(500).build())
                .getWorkloadsCount();
    }

    @Test
    void endsWithSixWhereNoBrokerAnswers() {
        var nobody = new CommandLine(folder, "127.0.0.1:1").run("get", "regions");

        assertThat(nobody.exitCode()).as(nobody.toString()).isEqualTo(6);
        assertThat(nobody.errors()).contains("127.0.0.1:1");
    }

    @Test
    void endsWithFourWhereThereIsNoSuchWorkload() {
        assertThat(isobar.run("explain", "w-0000000000").exitCode()).isEqualTo(4);
    }
}
