package io.isobar.agent.wiring;

import io.isobar.agent.driver.slurm.SiteRuntime;
import java.util.List;
import java.util.Optional;

/** Reads how a site runs images, and makes stacks ready. */
final class SiteRuntimeReader {
    private static final int LONGEST = 4_096;

    private final Problems problems;
    private final String prefix;

    SiteRuntimeReader(Problems problems, String prefix) {
        this.problems = problems;
        this.prefix = prefix;
    }

    SiteRuntime read(AgentConfiguration.SlurmEntry entry) {
        List<String> exec = words("image-exec", entry.imageExec());
        List<String> run = words("image-run", entry.imageRun());
        if (exec.isEmpty() && !run.isEmpty()) {
            problems.add(
                    prefix + "image-run",
                    "is for images that bring their own command; say in image-exec how the others are run");
            run = List.of();
        }
        entry.prepare().forEach((stack, text) -> {
            if (text.isBlank() || text.length() > LONGEST) {
                problems.add(
                        prefix + "prepare." + stack,
                        "has " + text.length() + " characters; write a line of shell of 1 to " + LONGEST);
            }
        });
        return new SiteRuntime(exec, run, entry.prepare());
    }

    private List<String> words(String key, Optional<String> text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> words = List.of(text.get().strip().split("\\s+"));
        if (words.stream().skip(1).noneMatch(word -> word.contains(SiteRuntime.IMAGE))) {
            problems.add(
                    prefix + key,
                    "'" + text.get() + "' does not say where the image stands; write " + SiteRuntime.IMAGE
                            + " after the program, as in: apptainer exec docker://" + SiteRuntime.IMAGE);
            return List.of();
        }
        return words;
    }
}
