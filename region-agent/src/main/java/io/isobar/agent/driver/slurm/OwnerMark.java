package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.AttemptId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The comment that a job carries. Ownership goes by it alone: {@code isobar:OWNER:ATTEMPT:EPOCH:RUN}.
 *
 * @param owner which agent's region it belongs to
 * @param run which submission of the attempt it is, from 0
 */
record OwnerMark(String owner, AttemptId attempt, long epoch, int run) {
    private static final Pattern FORM =
            Pattern.compile("isobar:([0-9a-f]{1,8}):([a-z0-9-]{1,127}):(\\d{1,18}):(\\d{1,6})");

    /** Of the agent that keeps its work in this folder. */
    static String ownerOf(Path folder) {
        CRC32C hash = new CRC32C();
        hash.update(folder.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(hash.getValue());
    }

    static Optional<OwnerMark> parse(String comment) {
        Matcher matcher = FORM.matcher(comment);
        return matcher.matches()
                ? Optional.of(new OwnerMark(
                        matcher.group(1),
                        new AttemptId(matcher.group(2)),
                        Long.parseLong(matcher.group(3)),
                        Integer.parseInt(matcher.group(4))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "isobar:" + owner + ":" + attempt + ":" + epoch + ":" + run;
    }
}
