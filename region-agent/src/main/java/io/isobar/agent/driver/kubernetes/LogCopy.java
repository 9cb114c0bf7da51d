package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.WorkProgress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a container's log out of answers of the API server in which every entry begins with its time. An answer may begin earlier than the one
 * before ended, because the API server counts in whole seconds: what was copied already is passed over, by the times of the entries and by how
 * many of the same time there were. The log of a container does not change, so nothing is lost and nothing is there twice. Lines by which work
 * says how far it is ({@link ProgressLine}) are taken out.
 */
final class LogCopy {
    /**
     * A runtime cuts longer lines, and old kubelets then give the time again in the middle of one.
     */
    private static final int CUT = 16_384;

    private static final int LONGEST_TIME = 40;
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2})");

    private LogPosition position;
    private byte[] rest = new byte[0];
    private boolean inEntry;
    /** Bytes of the present entry that were seen in this answer. */
    private long seen;
    /** Bytes of the present entry that are not copied, because they were. */
    private long skip;
    /** Entries of the newest time that are still to be passed over. */
    private int passOver;

    /** Of the present entry. */
    private Instant entryAt = Instant.EPOCH;

    private @Nullable WorkProgress said;

    LogCopy(LogPosition position) {
        this.position = position;
        begin();
    }

    LogPosition position() {
        return position;
    }

    /** What was said last since this was last asked; null: nothing. */
    @Nullable
    WorkProgress takeSaid() {
        WorkProgress last = said;
        said = null;
        return last;
    }

    /** Another answer begins. */
    void begin() {
        rest = new byte[0];
        inEntry = false;
        passOver = position.complete();
    }

    /** What of the next bytes of the answer is new. */
    byte[] take(byte[] bytes, int length) {
        byte[] all = Arrays.copyOf(rest, rest.length + length);
        System.arraycopy(bytes, 0, all, rest.length, length);
        ByteArrayOutputStream fresh = new ByteArrayOutputStream(length);
        int at = 0;
        boolean more = true;
        while (more && at < all.length) {
            boolean before = inEntry;
            int next = inEntry ? content(all, at, fresh) : time(all, at, fresh);
            more = next > at || inEntry != before;
            at = next;
        }
        rest = Arrays.copyOfRange(all, at, all.length);
        return fresh.toByteArray();
    }

    /** The log ends here: a last line that has no end is one. What of it is new. */
    byte[] end() {
        ByteArrayOutputStream fresh = new ByteArrayOutputStream(rest.length);
        if (inEntry && isAtStart() && rest.length > 0) {
            Optional<WorkProgress> progress = ProgressLine.read(rest, 0, rest.length, entryAt);
            if (progress.isPresent()) {
                takeOut(progress.get(), rest.length);
            } else {
                copy(rest, 0, rest.length, fresh);
            }
            rest = new byte[0];
        }
        return fresh.toByteArray();
    }

    /** Of an entry of which nothing was copied yet. */
    private boolean isAtStart() {
        return seen == 0 && skip == 0;
    }

    private void takeOut(WorkProgress progress, int length) {
        said = progress;
        seen += length;
        endEntry();
    }

    /** Reads the time that an entry begins with; stays where it is not there whole. */
    private int time(byte[] all, int at, ByteArrayOutputStream fresh) {
        int end = at;
        while (end < all.length && end - at < LONGEST_TIME && all[end] != ' ' && all[end] != '\n') {
            end++;
        }
        if (end == all.length && end - at < LONGEST_TIME) {
            return at;
        }
        Optional<Instant> time = end < all.length && all[end] == ' ' ? parse(all, at, end) : Optional.empty();
        if (time.isEmpty()) {
            // No entry of the log, but a word of the kubelet's own, which it will not say a second time.
            inEntry = true;
            seen = 0;
            skip = Long.MAX_VALUE;
            return content(all, at, fresh);
        }
        beginEntry(time.get());
        return end + 1;
    }

    private void beginEntry(Instant time) {
        inEntry = true;
        seen = 0;
        entryAt = time;
        Instant newest = position.newest();
        if (newest == null || time.isAfter(newest)) {
            position = new LogPosition(position.length(), time, 0, 0);
            passOver = 0;
            skip = 0;
        } else if (time.isBefore(newest)) {
            skip = Long.MAX_VALUE;
        } else if (passOver > 0) {
            passOver--;
            skip = Long.MAX_VALUE;
        } else {
            skip = position.begun();
        }
    }

    private int content(byte[] all, int at, ByteArrayOutputStream fresh) {
        if (isAtStart()) {
            int end = at;
            while (end < all.length && end - at <= ProgressLine.LONGEST && all[end] != '\n') {
                end++;
            }
            boolean whole = end < all.length && all[end] == '\n';
            if (!whole && end == all.length && ProgressLine.mayBegin(all, at, end)) {
                return at;
            }
            Optional<WorkProgress> progress = whole ? ProgressLine.read(all, at, end, entryAt) : Optional.empty();
            if (progress.isPresent()) {
                takeOut(progress.get(), end + 1 - at);
                return end + 1;
            }
        }
        int most = (int) Math.min(all.length, at + Math.max(0, CUT - seen));
        int end = at;
        while (end < most && all[end] != '\n') {
            end++;
        }
        if (end < most) {
            copy(all, at, end + 1, fresh);
            endEntry();
            return end + 1;
        }
        copy(all, at, end, fresh);
        if (seen < CUT) {
            return end;
        }
        return seen == CUT ? atCut(all, end, fresh) : restOfLine(all, end, fresh);
    }

    /** Where a runtime would have cut the line: a time here is not the line's. */
    private int atCut(byte[] all, int at, ByteArrayOutputStream fresh) {
        int end = at;
        while (end < all.length && end - at < LONGEST_TIME && all[end] != ' ' && all[end] != '\n') {
            end++;
        }
        if (end == all.length && end - at < LONGEST_TIME && mayBeTime(all, at, end)) {
            return at;
        }
        if (end < all.length && all[end] == ' ' && parse(all, at, end).isPresent()) {
            endEntry();
            return at;
        }
        return restOfLine(all, at, fresh);
    }

    private int restOfLine(byte[] all, int at, ByteArrayOutputStream fresh) {
        int line = at;
        while (line < all.length && all[line] != '\n') {
            line++;
        }
        boolean whole = line < all.length;
        copy(all, at, whole ? line + 1 : line, fresh);
        if (whole) {
            endEntry();
            return line + 1;
        }
        return line;
    }

    private static boolean mayBeTime(byte[] all, int from, int to) {
        for (int i = from; i < to; i++) {
            if ("0123456789-:.TZ+".indexOf(all[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private void copy(byte[] all, int from, int to, ByteArrayOutputStream fresh) {
        int length = to - from;
        long old = Math.min(length, Math.max(0, skip - seen));
        int count = (int) (length - old);
        fresh.write(all, from + (int) old, count);
        seen += length;
        if (skip != Long.MAX_VALUE) {
            position = new LogPosition(
                    position.length() + count,
                    position.newest(),
                    position.complete(),
                    Math.max(position.begun(), seen));
        }
    }

    private void endEntry() {
        inEntry = false;
        if (skip != Long.MAX_VALUE) {
            position = new LogPosition(position.length(), position.newest(), position.complete() + 1, 0);
        }
    }

    private static Optional<Instant> parse(byte[] all, int from, int to) {
        String text = new String(all, from, to - from, StandardCharsets.ISO_8859_1);
        return TIME.matcher(text).matches()
                ? Optional.of(OffsetDateTime.parse(text).toInstant())
                : Optional.empty();
    }
}
