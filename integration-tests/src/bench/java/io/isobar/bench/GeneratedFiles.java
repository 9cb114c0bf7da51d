package io.isobar.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Workload files as people write them: from ten lines to a hundred, with short and long forms, comments and scripts in them. */
final class GeneratedFiles {
    private static final String[] MODELS = {
        "A100-80GB", "910B3", "H100-80GB", "L40S", "K100_AI", "MLU370-X8", "RTX4090", "MI300X", "H20", "Ascend910B4"
    };
    private static final String[] STACKS = {
        "cuda", "cann", "cuda", "cuda", "dtk", "neuware", "cuda", "rocm", "cuda", "cann"
    };
    private static final String[] REGIONS = {"guizhou", "yangtze-mixed", "hangzhou-nv", "kunshan-dcu", "us-west-gpu"};

    private final Random random;
    private final StringBuilder file = new StringBuilder();

    private GeneratedFiles(long seed) {
        this.random = new Random(seed);
    }

    /** So many files, the same for the same seed. */
    static List<String> of(int count, long seed) {
        var files = new ArrayList<String>();
        var generator = new GeneratedFiles(seed);
        for (int i = 0; i < count; i++) {
            files.add(generator.next(i));
        }
        return files;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private void line(String text) {
        file.append(text).append('\n');
    }

    private String next(int number) {
        file.setLength(0);
        int model = random.nextInt(MODELS.length);
        boolean accelerated = chance(80);
        if (chance(30)) {
            line("# Workload " + number + " of the benchmark");
        }
        line("apiVersion: isobar/v1");
        line("kind: Workload");
        if (chance(50)) {
            line("metadata: { name: job-" + number + ", tenant: lab-" + random.nextInt(20) + " }");
        } else {
            line("metadata:");
            line("  name: job-" + number);
            line("  labels: { team: climate, run: \"" + random.nextInt(1_000) + "\" }");
        }
        line("spec:");
        if (chance(40)) {
            line("  replicas: " + (1 + random.nextInt(64)));
        }
        resources(accelerated, model);
        variant(accelerated ? STACKS[model] : "cpu");
        rules(model, accelerated);
        return file.toString();
    }

    private void resources(boolean accelerated, int model) {
        line("  resources:");
        if (accelerated && chance(70)) {
            line("    accelerators: \"" + MODELS[model] + ":" + (1 << random.nextInt(4)) + "\"");
        } else if (accelerated) {
            line("    accelerators:");
            line("      anyOf: [ \"" + MODELS[model] + ":8\", \"H200:8\", \"B200:4\" ]");
        }
        line("    cpus: \"" + (1 + random.nextInt(128)) + "+\"");
        line("    memory: \"" + (1 + random.nextInt(512)) + "Gi+\"");
    }

    private void variant(String stack) {
        line("  variants:");
        line("    - stack: " + stack);
        if (chance(70)) {
            line("      image: registry.example.org/team/image-" + random.nextInt(100) + ":v" + random.nextInt(10));
        }
        if (chance(50)) {
            line("      command: [ \"python\", \"train.py\", \"--seed\", \"" + random.nextInt() + "\" ]");
        } else {
            line("      command:");
            line("        - sh");
            line("        - \"-c\"");
            line("        - |");
            for (int i = random.nextInt(20); i >= 0; i--) {
                line("          echo step " + i + " of $STEPS && ./run --part " + random.nextInt(100));
            }
        }
        if (chance(60)) {
            line("      env:");
            for (int i = random.nextInt(12); i >= 0; i--) {
                line("        VARIABLE_" + i + ": value-" + random.nextInt(1_000));
            }
        }
        if (chance(30) && !stack.equals("cpu")) {
            line("      precisions: [ fp16 ]");
        }
    }

    private void rules(int model, boolean accelerated) {
        if (chance(50)) {
            line("  work: { hours: " + (1 + random.nextInt(2_000))
                    + (accelerated ? ", on: \"" + MODELS[model] + "\"" : "") + ", family: family-" + random.nextInt(9)
                    + " }");
        }
        if (chance(30)) {
            line("  data: [ { uri: \"s3://bucket/set-" + random.nextInt(50) + "\", sizeGB: " + random.nextInt(60_000)
                    + ", region: guizhou } ]");
        }
        if (chance(30)) {
            line("  checkpoint: { uri: \"s3://ckpt/" + random.nextInt(50) + "\", every: 30m, saveTakes: 2m }");
        }
        if (chance(40)) {
            line("  placement:");
            line("    exclude: [ " + REGIONS[random.nextInt(REGIONS.length)] + " ]");
            line("    residency: [ CN ]");
            line("    maxPricePerHour: \"" + (10 + random.nextInt(2_000)) + " CNY\"");
        }
        if (chance(30)) {
            line("  objective: { minimise: time, valueOfTime: \"" + random.nextInt(100) + " CNY/h\" }");
        }
        if (chance(30)) {
            line("  retry: { limit: " + random.nextInt(10) + ", avoidSameRegion: false }");
        }
        if (chance(20)) {
            line("  timeLimit: " + (1 + random.nextInt(100)) + "h");
        }
    }
}
