package io.isobar.broker.manifest.slurm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command that runs a batch script: a preamble that sets the variables which scripts expect, where Slurm itself has
 * not set them, and then the script, unchanged.
 */
final class ScriptCommand {
    /** Does the options of srun away: there is one task, and it has all that the replica has. */
    private static final String SRUN = """
            d=$(mktemp -d) && cat >"$d/srun" <<'EOF' && chmod +x "$d/srun" && PATH=$PATH:$d
            #!/bin/sh
            while [ $# -gt 0 ]; do
              case $1 in
                --) shift; break ;;
                --*=* | --exclusive | --exact | --overlap | --label | --unbuffered | --pty | --quiet) shift ;;
                --verbose) shift ;;
                --kill-on-bad-exit | --oversubscribe | --overcommit | --no-kill | --contiguous | --multi-prog) shift ;;
                --*) shift 2 ;;
                -[AaBbCcDdEeFGgiJLMmNnopqrStTwWxX]) shift 2 ;;
                -?*) shift ;;
                *) break ;;
              esac
            done
            exec "$@"
            EOF
            """;

    private final StringBuilder preamble =
            new StringBuilder("s() { eval \"[ \\\"\\${$1+x}\\\" ] || $1=\\$2; export $1\"; }\n");

    private ScriptCommand() {}

    static List<String> of(
            List<String> script, Geometry geometry, Component options, @Nullable ArrayTask task, boolean plainSrun) {
        var command = new ScriptCommand();
        command.identity(options);
        command.shape(geometry, options);
        command.place(geometry, task, options);
        command.folder(options);
        if (plainSrun) {
            command.preamble
                    .append("command -v srun >/dev/null || {\n")
                    .append(SRUN)
                    .append("}\n");
        }
        command.preamble.append("exec \"$@\"\n");
        var all = new ArrayList<>(List.of("/bin/sh", "-c", command.preamble.toString(), "sbatch"));
        all.addAll(script);
        return all;
    }

    private void identity(Component options) {
        // Scripts compute ports from the job id, so it is a number; the same for every replica of a workload.
        expression("SLURM_JOB_ID", "$(printf %s \"${ISOBAR_WORKLOAD:-0}\" | cksum | cut -d' ' -f1)");
        expression("SLURM_JOBID", "$SLURM_JOB_ID");
        text(
                "SLURM_JOB_NAME",
                options.last(SbatchOption.JOB_NAME).map(Given::value).orElse("sbatch"));
        options.last(SbatchOption.PARTITION).ifPresent(given -> text("SLURM_JOB_PARTITION", given.value()));
        options.last(SbatchOption.ACCOUNT).ifPresent(given -> text("SLURM_JOB_ACCOUNT", given.value()));
        expression("SLURM_SUBMIT_DIR", "$PWD");
    }

    private void shape(Geometry geometry, Component options) {
        expression("SLURM_NNODES", "${ISOBAR_REPLICAS:-" + geometry.nodes().maximum() + "}");
        expression("SLURM_JOB_NUM_NODES", "$SLURM_NNODES");
        number("SLURM_NTASKS", geometry.tasks());
        number("SLURM_NPROCS", geometry.tasks());
        number("SLURM_CPUS_ON_NODE", geometry.cpusPerNode());
        number("SLURM_JOB_CPUS_PER_NODE", geometry.cpusPerNode());
        number("SLURM_TASKS_PER_NODE", geometry.tasksPerNode());
        if (options.last(SbatchOption.NTASKS_PER_NODE, SbatchOption.TASKS_PER_NODE)
                .isPresent()) {
            number("SLURM_NTASKS_PER_NODE", geometry.tasksPerNode());
        }
        if (options.has(SbatchOption.CPUS_PER_TASK)) {
            number("SLURM_CPUS_PER_TASK", geometry.cpusPerTask());
        }
        if (geometry.devicesPerNode() > 0) {
            number("SLURM_GPUS_ON_NODE", geometry.devicesPerNode());
            number("SLURM_GPUS_PER_NODE", geometry.devicesPerNode());
        }
        var memory = geometry.memoryPerNode();
        if (memory != null) {
            number("SLURM_MEM_PER_NODE", memory.bytes() >> 20);
        }
    }

    private void place(Geometry geometry, @Nullable ArrayTask task, Component options) {
        expression("SLURMD_NODENAME", "$(hostname)");
        number("SLURM_LOCALID", 0);
        expression("SLURM_NODEID", "${ISOBAR_REPLICA:-0}");
        expression("SLURM_PROCID", "$SLURM_NODEID");
        if (task != null) {
            // The same for all its tasks, which have no workload in common.
            var name = options.last(SbatchOption.JOB_NAME).map(Given::value).orElse("sbatch");
            preamble.append("s SLURM_ARRAY_JOB_ID \"$(printf %s ")
                    .append(quoted(name))
                    .append(" | cksum | cut -d' ' -f1)\"\n");
            number("SLURM_ARRAY_TASK_ID", task.index());
            number("SLURM_ARRAY_TASK_COUNT", task.array().size());
            number("SLURM_ARRAY_TASK_MIN", task.array().indices().getFirst());
            number("SLURM_ARRAY_TASK_MAX", task.array().indices().getLast());
        }
        if (geometry.nodes().maximum() == 1) {
            expression("SLURM_JOB_NODELIST", "$SLURMD_NODENAME");
            expression("SLURM_NODELIST", "$SLURMD_NODENAME");
        }
    }

    private void folder(Component options) {
        options.last(SbatchOption.CHDIR, SbatchOption.WORKDIR)
                .ifPresent(given ->
                        preamble.append("cd -- ").append(quoted(given.value())).append(" || true\n"));
    }

    private void number(String variable, long value) {
        expression(variable, Long.toString(value));
    }

    private void text(String variable, String value) {
        preamble.append("s ").append(variable).append(' ').append(quoted(value)).append('\n');
    }

    private void expression(String variable, String value) {
        preamble.append("s ").append(variable).append(" \"").append(value).append("\"\n");
    }

    /** As one word of the shell, whatever is in it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
