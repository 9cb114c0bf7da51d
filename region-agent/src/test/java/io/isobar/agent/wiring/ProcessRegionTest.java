package io.isobar.agent.wiring;

import static io.isobar.agent.session.Messages.phase;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.session.Commands;
import io.isobar.agent.session.ScriptedBroker;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.execution.v1.AttemptReport;
import io.isobar.proto.execution.v1.LogAnswer;
import io.isobar.proto.execution.v1.Reserve;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ReportEnd;
import io.isobar.proto.resource.v1.NodeBucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process region from the broker's end of the wire: real gRPC, real processes. */
class ProcessRegionTest {
    @TempDir
    Path folder;

    private ScriptedBroker broker;
    private RunningAgent agent;

    @BeforeEach
    void start() throws IOException {
        broker = new ScriptedBroker();
        agent = RunningAgent.process(folder, broker.address());
    }

    @AfterEach
    void stop() {
        agent.close();
        broker.close();
    }

    private static AttemptReport end(ScriptedBroker.Stream stream, String attempt) {
        return stream.awaitMessage(phase(attempt, AttemptPhase.ATTEMPT_PHASE_ENDED))
                .getAttempt();
    }

    private ScriptedBroker.Stream connected() {
        ScriptedBroker.Stream stream = broker.awaitStream(0);
        stream.awaitReport();
        return stream;
    }

    private static Reserve.Builder job(String workload, String... command) {
        return Commands.reservation(workload, 1, "machine", List.of(command));
    }

    @Test
    void registersWithItsPoolsAndTheMarkAtTheEnd() {
        ScriptedBroker.Stream stream = connected();

        List<ConnectRequest> received = stream.received();
        assertThat(received.getFirst().getHello().getRegion().getName()).isEqualTo("here");
        List<String> pools = stream.all(
                ConnectRequest::hasPool, request -> request.getPool().getPool().getName());
        assertThat(pools).contains("machine");
        ReportEnd mark = stream.awaitMessage(ConnectRequest::hasReportEnd).getReportEnd();
        assertThat(mark.getReport()).isEqualTo(received.getFirst().getHello().getReport());
        assertThat(mark.getPools()).isEqualTo(1);
        assertThat(mark.getAttempts()).isZero();
    }

    @Test
    void admitsLaunchesAndReportsToTheEnd() {
        ScriptedBroker.Stream stream = connected();
        Reserve.Builder job = job("w-a", "sh", "-c", "exit 7");

        stream.send(Commands.reserve(job));
        stream.awaitMessage(ConnectRequest::hasAdmitted);
        stream.send(Commands.launch(job));

        AttemptReport end = end(stream, "w-a-1");
        assertThat(end.getEnd().getReason()).isEqualTo(Reason.REASON_EXIT_NON_ZERO);
        assertThat(end.getEnd().getExitCode()).isEqualTo(7);
        List<AttemptReport> reports = stream.all(ConnectRequest::hasAttempt, ConnectRequest::getAttempt);
        assertThat(reports)
                .extracting(AttemptReport::getPhase)
                .containsExactly(
                        AttemptPhase.ATTEMPT_PHASE_STARTING,
                        AttemptPhase.ATTEMPT_PHASE_RUNNING,
                        AttemptPhase.ATTEMPT_PHASE_ENDED);
        assertThat(reports).extracting(AttemptReport::getSequence).isSorted().doesNotHaveDuplicates();
        assertThat(end.hasStartedAt()).isTrue();
    }

    @Test
    void reportsTheCapacityThatAnAttemptTakesAndGivesBack() {
        ScriptedBroker.Stream stream = connected();
        Reserve.Builder job = job("w-a", "sleep", "3600");
        stream.send(Commands.reserve(job));
        long covered =
                stream.awaitMessage(ConnectRequest::hasAdmitted).getAdmitted().getCoveredFromSequence();

        ConnectRequest taken = stream.awaitMessage(request ->
                request.hasPool() && request.getPool().getPool().getCapacity().getSequence() >= covered);
        NodeBucket bucket = taken.getPool().getPool().getCapacity().getBuckets(0);
        assertThat(bucket.getTotalMillicpus() - bucket.getFreeMillicpus()).isEqualTo(100);

        stream.send(Commands.stop("w-a-1", 1));
        long again = end(stream, "w-a-1").getCoveredFromSequence();
        ConnectRequest back = stream.awaitMessage(request ->
                request.hasPool() && request.getPool().getPool().getCapacity().getSequence() >= again);
        assertThat(back.getPool().getPool().getCapacity().getBuckets(0).getFreeMillicpus())
                .isEqualTo(bucket.getTotalMillicpus());
    }

    @Test
    void sendsTheOutputWhileItIsWritten() {
        ScriptedBroker.Stream stream = connected();
        stream.send(Commands.launch(job("w-a", "sh", "-c", "echo one; read line < /dev/null; sleep 0.3; echo two")));
        stream.awaitMessage(phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_RUNNING));

        stream.send(Commands.logs(5, "w-a-1", true, 100));

        stream.awaitMessage(request -> request.hasLog() && request.getLog().hasEnd());
        StringBuilder text = new StringBuilder();
        stream.all(ConnectRequest::hasLog, ConnectRequest::getLog).stream()
                .filter(LogAnswer::hasChunk)
                .forEach(answer -> text.append(answer.getChunk().getData().toString(StandardCharsets.UTF_8)));
        assertThat(text).hasToString("one\ntwo\n");
    }

    @Test
    void answersAStopOfWhatItDoesNotKnowAndStartsItNoMore() {
        ScriptedBroker.Stream stream = connected();

        stream.send(Commands.stop("w-a-3", 3));
        assertThat(end(stream, "w-a-3").getEnd().getReason()).isEqualTo(Reason.REASON_CANCELLED_BY_USER);

        stream.send(Commands.launch(Commands.reservation("w-a", 3, "machine", List.of("true"))));
        assertThat(stream.awaitMessage(ConnectRequest::hasRefused).getRefused().getReason())
                .isEqualTo(Reason.REASON_STALE_EPOCH);
    }

    @Test
    void finishesAJobOnceOverARestartOfTheAgent() throws IOException {
        ScriptedBroker.Stream stream = connected();
        stream.send(Commands.launch(job("w-a", "sh", "-c", "echo begin; sleep 1; echo end")));
        AttemptReport running = stream.awaitMessage(phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_RUNNING))
                .getAttempt();

        agent.close();
        agent = RunningAgent.process(folder, broker.address());
        ScriptedBroker.Stream second = broker.awaitStream(1);
        second.awaitReport();

        AttemptReport end = end(second, "w-a-1");
        assertThat(end.getEnd().getReason()).isEqualTo(Reason.REASON_EXIT_ZERO);
        assertThat(end.getStartedAt()).isEqualTo(running.getStartedAt());
        assertThat(end.getSequence()).isGreaterThan(running.getSequence());
        Path output = folder.resolve("here/attempts/w-a-1/0/stdout");
        assertThat(Files.readString(output)).isEqualTo("begin\nend\n");
        second.send(Commands.forget("w-a-1"));
        second.send(Commands.stop("w-b-1", 1));
        end(second, "w-b-1");
        agent.close();
        agent = RunningAgent.process(folder, broker.address());
        ScriptedBroker.Stream third = broker.awaitStream(2);
        third.awaitReport();
        assertThat(third.all(ConnectRequest::hasAttempt, ConnectRequest::getAttempt))
                .isEmpty();
    }

    @Test
    void stopsTheOlderAttemptBeforeItStartsTheNewer() {
        ScriptedBroker.Stream stream = connected();
        stream.send(Commands.launch(job("w-a", "sleep", "3600")));
        stream.awaitMessage(phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_RUNNING));

        stream.send(Commands.launch(Commands.reservation("w-a", 2, "machine", List.of("true"))));

        assertThat(end(stream, "w-a-1").getEnd().getReason()).isEqualTo(Reason.REASON_STALE_EPOCH);
        assertThat(end(stream, "w-a-2").getEnd().getReason()).isEqualTo(Reason.REASON_EXIT_ZERO);
        List<String> order = stream.all(
                request -> phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_ENDED).test(request)
                        || phase("w-a-2", AttemptPhase.ATTEMPT_PHASE_RUNNING).test(request),
                request -> request.getAttempt().getAttemptId());
        assertThat(order).containsExactly("w-a-1", "w-a-2");
    }

    @Test
    void sendsTelemetryOverTheStreamWhereThereIsNoKafka() {
        ScriptedBroker.Stream stream = connected();

        agent.sendTelemetry();

        ConnectRequest batch = stream.awaitMessage(ConnectRequest::hasTelemetry);
        assertThat(batch.getTelemetry().getRegion()).isEqualTo("here");
        assertThat(batch.getTelemetry().getRecordsList())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.hasObservedAt()).isTrue());
    }
}
