package io.isobar.agent.driver.slurm;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What squeue and sacct print: a line for each job, with bars between. */
final class QueueText {
    /** The comment is last: it is the only text that is whatever its job's owner likes. */
    static final String SQUEUE_FIELDS = "JobID:|,State:|,exit_code:|,StartTime:|,EndTime:|,Reason:|,Comment:|";

    static final String SACCT_FIELDS = "JobIDRaw,State,ExitCode,Start,End,WorkDir";
    private static final int SQUEUE_COUNT = 7;
    private static final int SACCT_COUNT = 6;

    private static final Pattern FORETOLD = Pattern.compile("Job \\d+ to start at (\\d{1,12}) ");

    private QueueText() {}

    static List<SlurmJob> squeue(String text) {
        List<SlurmJob> jobs = new ArrayList<>();
        text.lines().forEach(line -> {
            String[] fields = line.split("\\|", SQUEUE_COUNT);
            // A comment of several lines, of a job that is not ours.
            if (fields.length == SQUEUE_COUNT && Digits.are(fields[0], 18)) {
                jobs.add(job(fields));
            }
        });
        return jobs;
    }

    /** Of what {@code sbatch --test-only} says: {@code Job 3 to start at 1796010837 using …}. */
    static Optional<Instant> foretoldStart(String text) {
        Matcher matcher = FORETOLD.matcher(text);
        return matcher.find() ? Optional.ofNullable(time(matcher.group(1))) : Optional.empty();
    }

    private static SlurmJob job(String[] fields) {
        JobState state = JobState.parse(fields[1]);
        return new SlurmJob(
                Long.parseLong(fields[0]),
                state,
                fields[5].equals("None") ? "" : fields[5],
                status(fields[2]),
                time(fields[3]),
                time(fields[4]),
                fields[6].endsWith("|") ? fields[6].substring(0, fields[6].length() - 1) : fields[6]);
    }

    private static @Nullable Integer status(String text) {
        return Digits.are(text, 9) ? SlurmJob.exitCode(Integer.parseInt(text)) : null;
    }

    private static @Nullable Instant time(String text) {
        return Digits.are(text, 12) ? Instant.ofEpochSecond(Long.parseLong(text)) : null;
    }

    /** The last line of the job that was started in a folder; one that was requeued has several. */
    static Optional<SlurmJob> sacct(String text, long id, Path folder) {
        return text.lines()
                .map(line -> line.split("\\|", SACCT_COUNT))
                .filter(fields -> fields.length == SACCT_COUNT
                        && fields[0].equals(Long.toString(id))
                        && SlurmJob.mayHaveRunIn(folder, fields[5]))
                .map(fields -> new SlurmJob(
                        id, JobState.parse(fields[1]), "", pair(fields[2]), time(fields[3]), time(fields[4]), ""))
                .reduce((first, second) -> second);
    }

    /** {@code 7:0}: exit code and signal. */
    private static @Nullable Integer pair(String text) {
        if (!text.matches("\\d{1,3}:\\d{1,3}")) {
            return null;
        }
        int signal = Integer.parseInt(text.substring(text.indexOf(':') + 1));
        return signal == 0 ? Integer.parseInt(text.substring(0, text.indexOf(':'))) : 128 + signal;
    }
}
