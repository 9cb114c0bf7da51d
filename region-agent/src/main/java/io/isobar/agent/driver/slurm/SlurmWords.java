package io.isobar.agent.driver.slurm;

import java.util.List;

/** What Slurm says where it is not its rules that speak. */
final class SlurmWords {
    private static final List<String> NO_ANSWER = List.of(
            "Unable to contact slurm controller",
            "Socket timed out",
            "Connection refused",
            "Zero Bytes were transmitted",
            "Transport endpoint",
            "Slurm backup controller in standby",
            "Slurm temporarily unable",
            "Resource temporarily unavailable",
            "Slurm database",
            "Protocol authentication error",
            "Unable to establish");

    private SlurmWords() {}

    /** Whether these words leave open what Slurm would say. */
    static boolean isNoAnswer(String words) {
        return NO_ANSWER.stream().anyMatch(words::contains);
    }
}
