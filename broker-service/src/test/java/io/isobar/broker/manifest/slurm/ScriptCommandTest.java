package io.isobar.broker.manifest.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.AcceleratorCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Converted scripts, run as a region without Slurm would run them. */
class ScriptCommandTest {
    @TempDir
    Path folder;

    private String run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        return run(script, null, environment);
    }

    private String run(String script, @Nullable Integer task, Map<String, String> environment)
            throws IOException, InterruptedException {
        var spec =
                new BatchScripts(AcceleratorCatalog.load()).read(script, task).spec();
        var builder = new ProcessBuilder(spec.variants().getFirst().command())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLURM"));
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + process.waitFor();
    }

    @Test
    void theScriptFindsTheVariablesThatItExpects() throws Exception {
        var output = run("""
                #!/bin/sh
                #SBATCH -J "it's $HOME" -N 1 -n 4 -c 2 --mem=3G -p "a'b"
                echo "$SLURM_JOB_NAME|$SLURM_NTASKS|$SLURM_CPUS_PER_TASK|$SLURM_MEM_PER_NODE|$SLURM_JOB_PARTITION"
                echo "$((SLURM_JOB_ID % 1)) $SLURM_PROCID $SLURM_NNODES"
                exit 7
                """, Map.of("ISOBAR_WORKLOAD", "w-0123456789"));
        assertThat(output).isEqualTo("it's $HOME|4|2|3072|a'b\n0 0 1\n7");
    }

    @Test
    void whatSlurmItselfSetsIsLeftAlone() throws Exception {
        var output = run(
                "#!/bin/sh\n#SBATCH -n 4\necho $SLURM_NTASKS $SLURM_JOB_ID\n",
                Map.of("SLURM_NTASKS", "64", "SLURM_JOB_ID", "4711"));
        assertThat(output).isEqualTo("64 4711\n0");
    }

    @Test
    void aTaskOfAnArrayFindsItsIndexAndAllFindTheSameArray() throws Exception {
        var script = """
                #!/bin/sh
                #SBATCH -J "it's" --array=4-16:4,7 -N 2
                echo "$SLURM_ARRAY_TASK_ID of $SLURM_ARRAY_TASK_COUNT, $SLURM_ARRAY_TASK_MIN to $SLURM_ARRAY_TASK_MAX"
                echo $SLURM_ARRAY_JOB_ID node $SLURM_NODEID
                """;
        var seventh = run(script, 7, Map.of("ISOBAR_WORKLOAD", "w-0123456789", "ISOBAR_REPLICA", "1"));
        var last = run(script, 16, Map.of("ISOBAR_WORKLOAD", "w-9876543210", "ISOBAR_REPLICA", "0"));
        assertThat(seventh).startsWith("7 of 5, 4 to 16\n").endsWith(" node 1\n0");
        assertThat(last).startsWith("16 of 5, 4 to 16\n").endsWith(" node 0\n0");
        assertThat(arrayOf(seventh)).matches("[0-9]+").isEqualTo(arrayOf(last));
    }

    private static String arrayOf(String output) {
        return output.replaceAll("(?s).*\n(\\S+) node.*", "$1");
    }

    @Test
    void srunOfASingleTaskRunsWhereThereIsNoSlurm() throws Exception {
        var output = run(
                "#!/bin/bash\n#SBATCH -n 1\nsrun --mpi=pmi2 -n 1 --unbuffered -c4 echo 'a  b'\nsrun --cpu-bind none sh -c 'exit 3'\n",
                Map.of("PATH", programsWithout("srun").toString()));
        assertThat(output).isEqualTo("a  b\n3");
    }

    /** All programs of the machine but one, which it may have. */
    private Path programsWithout(String name) throws IOException {
        var programs = Files.createDirectory(folder.resolve("programs"));
        try (var found = Files.list(Path.of("/usr/bin"))) {
            for (var program : found.toList()) {
                if (!program.endsWith(name)) {
                    Files.createSymbolicLink(programs.resolve(program.getFileName()), program);
                }
            }
        }
        return programs;
    }

    @Test
    void theFolderOfTheScriptIsEnteredWhereItExists() throws Exception {
        assertThat(run("#!/bin/sh\n#SBATCH -D /\npwd\n", Map.of())).isEqualTo("/\n0");
        assertThat(run("#!/bin/sh\n#SBATCH -D /no/such/folder\necho on\n", Map.of()))
                .endsWith("on\n0");
    }
}
