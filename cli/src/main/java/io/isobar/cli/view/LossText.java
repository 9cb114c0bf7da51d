package io.isobar.cli.view;

import io.isobar.cli.text.Table;
import io.isobar.cli.text.Words;
import io.isobar.cli.text.Wrapped;
import io.isobar.proto.workload.v1.JobFormat;
import io.isobar.proto.workload.v1.Loss;
import java.util.ArrayList;
import java.util.List;

/** What of a job file could not be carried over, as warnings. */
public final class LossText {
    private static final String CHANGED = "  changed  ";
    private static final String LOST = "  lost     ";

    private LossText() {}

    /** A line for each loss below one that counts them; nothing where nothing is lost. */
    public static List<String> lines(List<Loss> losses) {
        if (losses.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<>(Wrapped.lines("isobar: ", count(losses), Table.WIDTH));
        losses.forEach(loss ->
                lines.addAll(Wrapped.lines(loss.getChangesMeaning() ? CHANGED : LOST, text(loss), Table.WIDTH)));
        return lines;
    }

    private static String count(List<Loss> losses) {
        long changes = losses.stream().filter(Loss::getChangesMeaning).count();
        var all = "not carried over: " + Words.plural(losses.size(), "thing") + " that the file says";
        return switch ((int) Math.min(changes, 2)) {
            case 0 -> all + "; none of it changes what the work does";
            case 1 -> all + "; 1 of them changes what the work does";
            default -> all + "; " + changes + " of them change what the work does";
        };
    }

    private static String text(Loss loss) {
        return (loss.getLine() > 0 ? "line " + loss.getLine() + ": " : "") + loss.getWhat() + ": " + loss.getInstead();
    }

    /** What a file was taken for; empty where that is not known. */
    public static String format(JobFormat format) {
        return switch (format) {
            case JOB_FORMAT_WORKLOAD -> "a workload file";
            case JOB_FORMAT_SLURM -> "a batch script of Slurm";
            case JOB_FORMAT_KUBERNETES -> "a job of Kubernetes";
            case JOB_FORMAT_SKYPILOT -> "a SkyPilot task";
            case JOB_FORMAT_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }
}
