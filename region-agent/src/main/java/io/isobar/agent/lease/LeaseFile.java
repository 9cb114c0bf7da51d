package io.isobar.agent.lease;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;

/**
 * The lease on disk, for the guard, for supervisors and for the next agent. Lines "name=value"; {@code stop_at} and {@code kill_at}
 * are whole seconds since the machine's start, rounded down, for shells to read.
 */
public final class LeaseFile implements LeaseStore {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path file;
    private final Path fresh;
    private final InstantSource wall;
    private final String boot;
    private long writtenStop = Long.MIN_VALUE;
    private long writtenFence = -1;
    private boolean cleared;

    /** {@code wall} is asked only for a lease from before the machine was started. */
    public LeaseFile(Path file, InstantSource wall) {
        this.file = file;
        this.fresh = file.resolveSibling(file.getFileName() + ".new");
        this.wall = wall;
        this.boot = boot();
    }

    /** Which start of this machine it is, the line {@code boot}; empty: the system does not tell. */
    public static String boot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void write(Lease.Kept kept) throws IOException {
        long stop = kept.stopAt().toMillis();
        if (stop == writtenStop && kept.terms().fence() == writtenFence) {
            return;
        }
        Files.writeString(
                fresh,
                "stop_at=" + kept.stopAt().toSeconds() + "\nkill_at="
                        + kept.killAt().toSeconds() + "\nboot=" + boot
                        + "\nrenewed=" + kept.renewedAt() + "\nwritten=" + wall.instant() + "\nstop_after="
                        + kept.terms().stopAfter() + "\nstop_grace="
                        + kept.terms().stopGrace() + "\nfence="
                        + kept.terms().fence() + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        cleared = false;
        writtenStop = stop;
        writtenFence = kept.terms().fence();
    }

    @Override
    public void clear() throws IOException {
        if (!cleared) {
            Files.deleteIfExists(file);
            cleared = true;
            writtenStop = Long.MIN_VALUE;
        }
    }

    /**
     * What the agent before this one held. Where the machine was started since, how long that took is told by its clock, which is all
     * there is.
     */
    public Optional<Lease.Kept> read(Duration sinceBoot) throws IOException {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            Lease.Terms terms = new Lease.Terms(
                    Duration.parse(lines.getProperty("stop_after")),
                    Duration.parse(lines.getProperty("stop_grace")),
                    Long.parseLong(lines.getProperty("fence")));
            if (boot.equals(lines.getProperty("boot")) && !boot.isEmpty()) {
                return Optional.of(new Lease.Kept(terms, Duration.parse(lines.getProperty("renewed"))));
            }
            Duration ago = Duration.between(Instant.parse(lines.getProperty("written")), wall.instant());
            return Optional.of(new Lease.Kept(terms, sinceBoot.minus(ago.isNegative() ? terms.stopAfter() : ago)));
        } catch (NullPointerException | DateTimeException | IllegalArgumentException e) {
            throw new IOException(file + " is damaged; delete it once nothing of this region runs any more", e);
        }
    }
}
