package io.isobar.agent.driver.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Slurm by scontrol, squeue, sbatch, scancel and sacct. */
public final class CommandLineSlurm implements SlurmCommands {
    private static final int MAX_MESSAGE = 500;

    private final Commands commands;
    private final String account;
    private final List<String> submitOptions;
    private volatile boolean accounting = true;

    /**
     * A cluster by its programs.
     *
     * @param programs folder of the programs; null: they are looked for in PATH
     * @param configuration Slurm's own (SLURM_CONF); null: where Slurm looks itself
     * @param timeout for each program
     * @param account name of the Unix account that the agent runs under
     * @param charged account and qos of every job, where the site's defaults will not do
     * @param executor runs each task on a thread that may block
     */
    public CommandLineSlurm(
            @Nullable Path programs,
            @Nullable Path configuration,
            Duration timeout,
            String account,
            Map<String, String> charged,
            Executor executor) {
        this.commands = new Commands(programs, configuration, timeout, executor);
        this.account = account;
        this.submitOptions = new TreeMap<>(charged)
                .entrySet().stream()
                        .map(option -> "--" + option.getKey() + "=" + option.getValue())
                        .toList();
    }

    @Override
    public Cluster cluster() {
        return new Cluster(
                ClusterText.nodes(ask("scontrol", "-o", "-d", "show", "node")),
                ClusterText.partitions(ask("scontrol", "-o", "show", "partition")));
    }

    @Override
    public List<SlurmJob> jobs() {
        return QueueText.squeue(
                ask("squeue", "--noheader", "--user=" + account, "--states=all", "-O", QueueText.SQUEUE_FIELDS));
    }

    private String ask(String... words) {
        Commands.Answer answer = commands.run("", List.of(words));
        if (!answer.isGood()) {
            throw new SlurmUnavailableException(words[0] + " failed with exit code " + answer.code() + ": "
                    + message(answer) + "; see whether the controller answers (scontrol ping)");
        }
        return answer.output();
    }

    private static String message(Commands.Answer answer) {
        String said = answer.errors().isBlank() ? answer.output() : answer.errors();
        String line = said.strip().replace("sbatch: error: ", "").replaceAll("\\s*\n\\s*", "; ");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…";
    }

    @Override
    public long submit(JobRequest request) {
        Commands.Answer answer = commands.run(request.script(), submitLine(request));
        if (!answer.isGood()) {
            String said = message(answer);
            if (SlurmWords.isNoAnswer(said)) {
                throw new SlurmUnavailableException("sbatch: " + said);
            }
            throw new SlurmRefusedException(said);
        }
        // "id", or "id;cluster" in a federation.
        String id = answer.output().strip().split(";", 2)[0];
        if (!id.matches("\\d{1,18}")) {
            throw new SlurmUnavailableException(
                    "sbatch did not say the number of the job, but '" + message(answer) + "'");
        }
        return Long.parseLong(id);
    }

    @Override
    public String means() {
        return "scontrol and squeue";
    }

    @Override
    public Trial tryJob(JobTrial trial) {
        List<String> line = new ArrayList<>(List.of("sbatch", "--test-only"));
        line.addAll(submitOptions);
        line.addAll(List.of(
                "--partition=" + trial.partition(),
                "--nodes=" + trial.nodes(),
                "--ntasks=" + trial.nodes(),
                "--ntasks-per-node=1",
                "--cpus-per-task=" + trial.cpusPerNode()));
        line.addAll(amounts(trial.memoryMibPerNode(), trial.gresPerNode(), trial.timeLimit()));
        Commands.Answer answer = commands.run("#!/bin/sh\n", line);
        if (answer.isGood()) {
            return new Trial.Taken(QueueText.foretoldStart(answer.errors()).orElse(null));
        }
        String said = message(answer);
        if (SlurmWords.isNoAnswer(said)) {
            throw new SlurmUnavailableException("sbatch: " + said);
        }
        return new Trial.Refused(said);
    }

    private List<String> submitLine(JobRequest request) {
        List<String> line = new ArrayList<>(List.of("sbatch", "--parsable"));
        line.addAll(submitOptions);
        line.addAll(List.of(
                "--no-requeue",
                "--export=ALL",
                "--open-mode=append",
                "--job-name=" + request.name(),
                "--comment=" + request.comment(),
                "--partition=" + request.partition(),
                "--nodes=" + request.nodeCount(),
                "--ntasks=" + request.tasks(),
                "--ntasks-per-node=" + request.tasksPerNode(),
                "--cpus-per-task=" + request.cpusPerTask(),
                "--chdir=" + request.folder(),
                "--output=" + request.output()));
        if (!request.nodes().isEmpty()) {
            line.add("--nodelist=" + String.join(",", request.nodes()));
        }
        line.addAll(amounts(request.memoryMibPerNode(), request.gresPerNode(), request.timeLimit()));
        return line;
    }

    private static List<String> amounts(long memoryMibPerNode, @Nullable String gresPerNode, @Nullable Duration limit) {
        List<String> line = new ArrayList<>();
        if (memoryMibPerNode > 0) {
            line.add("--mem=" + memoryMibPerNode + "M");
        }
        if (gresPerNode != null) {
            line.add("--gres=" + gresPerNode);
        }
        line.add("--time=" + (limit == null ? "UNLIMITED" : String.valueOf(limit.toMinutes())));
        return line;
    }

    @Override
    public void terminate(long job, boolean script) {
        List<String> line = new ArrayList<>(List.of("scancel", "--quiet", "--signal=TERM"));
        if (script) {
            line.add("--full");
        }
        line.add(Long.toString(job));
        commands.run("", line);
    }

    @Override
    public void cancel(long job) {
        commands.run("", List.of("scancel", "--quiet", Long.toString(job)));
    }

    @Override
    public Optional<SlurmJob> accounted(long job, Path folder) {
        if (!accounting) {
            return Optional.empty();
        }
        Commands.Answer answer = commands.run(
                "",
                List.of(
                        "sacct",
                        "-X",
                        "-n",
                        "-P",
                        "--duplicates",
                        "-j",
                        Long.toString(job),
                        "-o",
                        QueueText.SACCT_FIELDS));
        if (!answer.isGood()) {
            if (answer.errors().contains("accounting storage is disabled")) {
                accounting = false;
                return Optional.empty();
            }
            throw new SlurmUnavailableException("sacct failed: " + message(answer));
        }
        return QueueText.sacct(answer.output(), job, folder);
    }

    @Override
    public void close() {
        commands.close();
    }
}
