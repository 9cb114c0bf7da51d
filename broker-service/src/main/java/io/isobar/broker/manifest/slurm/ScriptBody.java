package io.isobar.broker.manifest.slurm;

import io.isobar.broker.manifest.conversion.Findings;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds commands in the body of a script that are there only in a Slurm cluster, or only at one site. */
final class ScriptBody {
    private static final Pattern COMMAND =
            Pattern.compile("(?:^|[;&|(`!]|\\b(?:exec|time|nohup|do|then|else|if|while))\\s*"
                    + "(srun|sbatch|scontrol|scancel|squeue|sinfo|sacct|sstat|sbcast|module|ml)(?=\\s|$)");
    private static final Pattern NODE_LIST = Pattern.compile("\\$\\{?SLURM_(?:JOB_|STEP_)?NODELIST\\b");
    private static final Set<String> MODULES = Set.of("module", "ml");

    private final Findings findings;
    private final Geometry geometry;

    ScriptBody(Findings findings, Geometry geometry) {
        this.findings = findings;
        this.geometry = geometry;
    }

    /** Whether the one task of the job is started by srun, which is then stood in for. */
    boolean usesPlainSrun(BatchScript script) {
        boolean plain = false;
        var lines = script.text().split("\n", -1);
        for (int i = Math.max(0, script.body() - 1); script.body() > 0 && i < lines.length; i++) {
            var line = lines[i].strip();
            if (line.startsWith("#")) {
                continue;
            }
            var matcher = COMMAND.matcher(line);
            while (matcher.find()) {
                plain |= judge(matcher.group(1), i + 1);
            }
            if (geometry.nodes().maximum() > 1 && NODE_LIST.matcher(line).find()) {
                findings.changed(
                        i + 1, "SLURM_JOB_NODELIST", "the names of the nodes are given only in a region with Slurm");
            }
        }
        if (geometry.nodes().maximum() > 1 && script.body() > 0) {
            findings.changed(
                    script.body(),
                    "the script",
                    "runs on each of the " + geometry.nodes().maximum()
                            + " nodes, where sbatch runs it on the first; SLURM_NODEID tells them apart");
        }
        return plain;
    }

    private boolean judge(String command, int line) {
        if (MODULES.contains(command)) {
            findings.lost(line, command, "modules are those of a site; bring an image, or install what it needs");
        } else if (!command.equals("srun")) {
            findings.changed(line, command, "is there only in a region with Slurm");
        } else if (geometry.tasks() > 1) {
            findings.changed(line, command, "starts the " + geometry.tasks() + " tasks only in a region with Slurm");
        } else {
            return true;
        }
        return false;
    }
}
