package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.WorkVariables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The script of a job, whole: Slurm keeps a copy, so that a job that waits does not change with the agent. */
final class JobScript {
    private static final String JOB = resource("job.sh");
    static final String TASK = resource("task.sh");
    static final String GUARD = resource("guard.sh");
    /** Work must not pass for what is guarded, nor keep itself from being. */
    private static final String GUARDED = "ISOBAR_GUARDED";

    private JobScript() {}

    private static String resource(String name) {
        try (InputStream packaged = JobScript.class.getResourceAsStream(name)) {
            if (packaged == null) {
                throw new IllegalStateException("the agent was packaged without " + name);
            }
            return new String(packaged.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The script for one run of an attempt.
     *
     * @param command what each replica executes
     * @param folder of the attempt; the nodes see it under the same name
     * @param claim name of the file by which the run begins
     * @param cpus of each replica
     * @param pulse how often it says that it lives
     * @param lease what it goes by, and how long it waits for somebody to confirm it
     */
    static String of(
            LaunchOrder order,
            List<String> command,
            Path folder,
            String claim,
            long cpus,
            Duration pulse,
            Guarding lease) {
        Stream<String> arguments = Stream.concat(
                Stream.of(
                        folder.toString(),
                        claim,
                        Integer.toString(order.demand().replicas()),
                        Long.toString(cpus),
                        BigDecimal.valueOf(pulse.toMillis(), 3)
                                .stripTrailingZeros()
                                .toPlainString(),
                        TASK,
                        GUARD,
                        lease.watches(order) ? lease.file().toString() : "",
                        hundredths(lease.startWithin()),
                        hundredths(order.stopGrace())),
                command.stream());
        return "#!/bin/sh\nset -- " + arguments.map(JobScript::quoted).collect(Collectors.joining(" ")) + "\n" + JOB;
    }

    private static String hundredths(Duration time) {
        return Long.toString(time.toMillis() / 10);
    }

    /**
     * A shell text that makes a stack ready on the node: where that fails, the command is not executed, and its user sees what it said.
     *
     * @param text of the site; empty: nothing
     */
    static String preparation(LaunchOrder order, String text) {
        return text.isEmpty()
                ? ""
                : "{\n" + text + "\n} >>\"$_isobar_place/stderr\" 2>&1 || {\n"
                        + "    printf 'what this site runs to make %s ready failed with %s on %s; stderr has its words\\n' "
                        + quoted(order.stack())
                        + " \"$?\" \"$SLURMD_NODENAME\" >\"$_isobar_place/unlaunched\"\n    exit 127\n}\n";
    }

    /** A shell text that makes the environment of the command out of that of the job. */
    static String environment(LaunchOrder order, Path stateFolder, long cpus) {
        return variables(order, stateFolder, cpus).entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "=" + quoted(variable.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    /** The workload's, then ours, which the workload cannot change. */
    private static Map<String, String> variables(LaunchOrder order, Path stateFolder, long cpus) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("LANG", "C.UTF-8");
        environment.putAll(WorkVariables.of(order, Math.multiplyExact(cpus, 1_000)));
        environment.put("ISOBAR_STATE_FOLDER", stateFolder.toString());
        environment.remove(GUARDED);
        return environment;
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** What the job's name may be: Slurm takes nearly all, its users' scripts do not. */
    static String jobName(String workloadName) {
        String plain = workloadName.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.isEmpty() ? "isobar" : plain.substring(0, Math.min(64, plain.length()));
    }
}
