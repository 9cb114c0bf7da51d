package io.isobar.agent.wiring;

import static io.isobar.agent.session.Messages.phase;
import static io.isobar.agent.session.Messages.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.session.Commands;
import io.isobar.agent.session.ScriptedBroker;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.execution.v1.AttemptReport;
import io.isobar.proto.execution.v1.LogAnswer;
import io.isobar.proto.execution.v1.Reserve;
import io.isobar.proto.region.v1.ConnectRequest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** What becomes of jobs in a region, whatever manages it, seen from the broker's end of the wire. */
final class JobsOverTheWire {
    private static final int JOBS = 8;
    private static final int KILLS = 3;

    private JobsOverTheWire() {}

    /** Reserves, launches and follows {@code job}, which is {@code w-a}, writes "one" and "two", and ends with 7. */
    static void runsAndShowsTheOutput(ScriptedBroker.Stream stream, Reserve.Builder job) {
        stream.send(Commands.reserve(job));
        stream.awaitMessage(ConnectRequest::hasAdmitted);
        stream.send(Commands.launch(job));
        stream.awaitMessage(phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_RUNNING));
        stream.send(Commands.logs(5, "w-a-1", true, 100));

        AttemptReport end = stream.awaitMessage(phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_ENDED))
                .getAttempt();
        assertThat(end.getEnd().getReason()).isEqualTo(Reason.REASON_EXIT_NON_ZERO);
        assertThat(end.getEnd().getExitCode()).isEqualTo(7);
        stream.awaitMessage(request -> request.hasLog() && request.getLog().hasEnd());
        StringBuilder text = new StringBuilder();
        stream.all(ConnectRequest::hasLog, ConnectRequest::getLog).stream()
                .filter(LogAnswer::hasChunk)
                .forEach(answer -> text.append(answer.getChunk().getData().toString(StandardCharsets.UTF_8)));
        assertThat(text).hasToString("one\ntwo\n");
    }

    /**
     * Launches jobs again and again at an agent that is killed meanwhile, until all have ended well. How often each ran is for the caller to say.
     *
     * @param job by the name of its workload
     * @param agent starts one
     * @return how many jobs there were
     */
    static int endWellHoweverOftenTheAgentIsKilled(
            ScriptedBroker broker, Function<String, Reserve.Builder> job, Callable<Process> agent, long seed)
            throws Exception {
        Random random = new Random(seed);
        Process process = agent.call();
        try {
            for (int round = 0; round < KILLS; round++) {
                ScriptedBroker.Stream stream = broker.awaitStream(round);
                stream.awaitReport();
                for (int number = 0; number < JOBS; number++) {
                    // Each launch is told again after each restart, as a broker does whose answer was lost.
                    stream.send(Commands.launch(job.apply("w-" + number)));
                }
                String sooner = "w-" + random.nextInt(JOBS) + "-1";
                stream.awaitMessage(request -> refuses(sooner, request)
                        || (request.hasAttempt()
                                && request.getAttempt().getAttemptId().equals(sooner)));
                process.destroyForcibly().waitFor();
                process = agent.call();
            }
            ScriptedBroker.Stream last = broker.awaitStream(KILLS);
            last.awaitReport();
            for (int number = 0; number < JOBS; number++) {
                String id = "w-" + number + "-1";
                AttemptReport end = last.awaitMessage(phase(id, AttemptPhase.ATTEMPT_PHASE_ENDED))
                        .getAttempt();
                assertThat(end.getEnd().getReason())
                        .as("seed %s job %s", seed, id)
                        .isEqualTo(Reason.REASON_EXIT_ZERO);
            }
            return JOBS;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
