package io.isobar.broker.manifest.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.manifest.Accepted;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.resource.SeededCases;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch scripts that cannot be read: every problem is named with its line. */
class BadBatchScriptTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final BatchScripts SCRIPTS = new BatchScripts(CATALOG);

    private static Failure refused(String script) {
        return catchThrowableOfType(Failure.class, () -> SCRIPTS.read(script));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    -N 0                                      | line 2: --nodes: must be a whole number from 1 to 100000, is "0"
                    -N 9223372036854775808                    | line 2: --nodes: must be a whole number from 1 to 100000
                    -N -3                                     | line 2: --nodes: must be a whole number
                    -N 4-2                                    | line 2: --nodes: must have the smaller number first
                    -n many                                   | line 2: --ntasks: must be a whole number
                    --mem=lots                                | line 2: --mem: "lots" is no amount of memory
                    --mem=-1G                                 | line 2: --mem: "-1G" is no amount of memory
                    --mem=999999999999T                       | line 2: --mem: memory
                    --mem=1G --mem-per-cpu=1G                 | line 2: --mem-per-cpu=1G: excludes --mem=1G
                    -t soon                                   | line 2: --time: "soon" is no time
                    --gres=gpu:a100-80gb:4 --gpus-per-node=8  | line 2: --gres=gpu:a100-80gb:4: comes to 4 devices per node, and --gpus-per-node=8 to 8
                    --gres=gpu:a100-80gb:99999                | comes to 99999 devices per node, more than 65536
                    --gres=gpu:a100-80gb:1,gpu:v100-32gb:2    | asks for several kinds of accelerator
                    --array=5-1                               | line 2: --array: "5-1" is an empty range
                    --array=0-999999999                       | line 2: --array: has more than 100000 indices
                    -p=gpu                                    | line 2: -p=gpu: the value of a short option follows a blank: write -p gpu
                    --gp=4                                    | line 2: --gp: may be [--gpus, --gpus-per-node
                    --job-name                                | line 2: --job-name: needs a value
                    --no-requeue=1                            | line 2: --no-requeue=1: takes no value
                    --job-name="x                             | the quote " does not end on the line
                    python train.py                           | line 2: python: is no option
                    """)
    void namesTheOptionAndTheLine(String options, String message) {
        var failure = refused("#!/bin/bash\n#SBATCH " + options + "\ntrue\n");
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_MANIFEST);
        assertThat(failure.violations().toString()).contains(message);
    }

    @Test
    void namesEveryProblemAtOnce() {
        var failure = refused("#!/bin/bash\n#SBATCH -N 0\n#SBATCH --mem=lots\n#SBATCH -t soon --array=x\n");
        assertThat(failure.violations())
                .extracting(violation -> violation.line())
                .contains(2, 3, 4);
        assertThat(failure.violations()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void unknownAndAmbiguousModelsHaveTheirOwnReason() {
        var unknown = refused("#!/bin/bash\n#SBATCH --gres=gpu:a101:8\n");
        assertThat(unknown.reason()).isEqualTo(Reason.UNKNOWN_ACCELERATOR);
        assertThat(unknown.violations().getFirst().line()).isEqualTo(2);
        var ambiguous = refused("#!/bin/bash\n#SBATCH --gres=npu:910B:8\n");
        assertThat(ambiguous.reason()).isEqualTo(Reason.AMBIGUOUS_ACCELERATOR);
        assertThat(ambiguous.metadata().get("candidates")).contains("910B3");
    }

    @Test
    void differentComponentsAreRefused() {
        assertThat(refused("#!/bin/bash\n#SBATCH -N 1 -c 4\n#SBATCH hetjob\n#SBATCH -N 1 -c 8\n")
                        .violations())
                .singleElement()
                .asString()
                .startsWith("line 3: hetjob: asks for other nodes than the first component");
    }

    @Test
    void lineEndsOfDosAndForeignInterpretersAreRefused() {
        assertThat(refused("#!/bin/bash\r\n#SBATCH -N 1\r\n")).hasMessageContaining("line ends of DOS");
        assertThat(refused("#!/usr/bin/awk -f\n#SBATCH -N 1\n")).hasMessageContaining("is no interpreter");
        assertThat(refused("#SBATCH -N 1\ntrue\n")).hasMessageContaining("does not begin with #!");
        assertThat(refused("#!/bin/bash\n#SBATCH -N 1\n" + "x".repeat(200_000)))
                .hasMessageContaining("more than 131072");
    }

    @Test
    void whatChangesTheMeaningIsAnErrorUnlessAccepted() {
        var conversion = SCRIPTS.read("#!/bin/bash\n#SBATCH --hold\n#SBATCH --mail-type=END\ntrue\n");
        var failure = catchThrowableOfType(Failure.class, conversion::requireSameMeaning);
        assertThat(failure.violations()).singleElement().asString().startsWith("line 2: --hold: it is not held");
    }

    @Test
    void nothingButAFailureOrAWorkloadComesOfABrokenScript() {
        SeededCases.check(2_000, random -> {
            var script = mutated(random);
            Conversion conversion;
            try {
                conversion = SCRIPTS.read(script);
            } catch (Failure refused) {
                assertThat(refused.violations()).isNotEmpty();
                return;
            }
            Accepted.isReadBackAsTheSame(conversion.spec());
        });
    }

    private static String mutated(RandomGenerator random) {
        var pieces = List.of(
                "-N",
                "4",
                "--gres=gpu:",
                "a100-80gb",
                ":8",
                "--mem=",
                "64G",
                "-t",
                "1-0",
                "--array=",
                "0-3",
                "%2",
                "\"",
                "'",
                "\\",
                "#",
                "=",
                ",",
                "hetjob",
                "-c",
                "--ntasks-per-node",
                "--gpus-per-task=2",
                "-C",
                "[a|b]*2&!c",
                "\n#SBATCH ",
                "\t",
                " ",
                "9223372036854775807",
                "-1",
                "é",
                "--export=A=1,B",
                "--exclusive",
                "--cpus-per-gpu 3",
                "-p",
                "V100");
        var script = new StringBuilder("#!/bin/bash\n#SBATCH -N 2\n#SBATCH ");
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            script.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextBoolean() ? " " : "");
        }
        script.append("\nsrun python x.py\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            script.setCharAt(random.nextInt(script.length()), (char) (32 + random.nextInt(96)));
        }
        return script.toString();
    }
}
