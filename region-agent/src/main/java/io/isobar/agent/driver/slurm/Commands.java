package io.isobar.agent.driver.slurm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs Slurm's programs: each has so long to answer, and so much that it may say. */
final class Commands {
    /** Of the agent's variables; a job inherits them. */
    static final List<String> INHERITED = List.of("PATH", "HOME", "USER", "LOGNAME", "SLURM_CONF");

    private static final int MAX_OUTPUT = 64 << 20;
    private static final int MAX_ERRORS = 64 << 10;

    /** How a program ended, and what it said. */
    record Answer(int code, String output, String errors) {
        boolean isGood() {
            return code == 0;
        }
    }

    private final @Nullable Path programs;
    private final @Nullable Path configuration;
    private final Duration timeout;
    private final Executor executor;
    private volatile boolean closed;

    /**
     * Programs that are started one by one.
     *
     * @param programs folder of the programs; null: they are looked for in PATH
     * @param configuration Slurm's own (SLURM_CONF); null: where Slurm looks itself
     */
    Commands(@Nullable Path programs, @Nullable Path configuration, Duration timeout, Executor executor) {
        this.programs = programs;
        this.configuration = configuration;
        this.timeout = timeout;
        this.executor = executor;
    }

    /** Runs a program to its end; throws {@link SlurmUnavailableException} where it cannot be run or is not over in time, or after a close. */
    Answer run(String input, List<String> words) {
        String program = words.getFirst();
        if (closed) {
            throw new SlurmUnavailableException("'" + program + "' is not run, because the agent stops");
        }
        List<String> line = new ArrayList<>(words);
        line.set(0, programs == null ? program : programs.resolve(program).toString());
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new SlurmUnavailableException("'" + program + "' cannot be run (" + e.getMessage()
                    + "); install Slurm's client programs on the agent's host, or name their folder (slurm.programs)");
        }
        try {
            return answer(process, input);
        } catch (TimeoutException e) {
            throw new SlurmUnavailableException("'" + String.join(" ", words.subList(0, Math.min(3, words.size())))
                    + "' did not end within " + timeout.toMillis()
                    + " ms; see whether the controller answers (scontrol ping)");
        } catch (ExecutionException e) {
            throw new SlurmUnavailableException("'" + program + "': "
                    + String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (RejectedExecutionException e) {
            throw new SlurmUnavailableException("'" + program + "' was given up, because the agent stops");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlurmUnavailableException("'" + program + "' was given up, because the agent stops");
        } finally {
            process.destroyForcibly();
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of("LC_ALL", "C.UTF-8", "SLURM_TIME_FORMAT", "%s"));
        if (configuration != null) {
            environment.put("SLURM_CONF", configuration.toString());
        }
        return environment;
    }

    private Answer answer(Process process, String input)
            throws InterruptedException, ExecutionException, TimeoutException {
        long until = timeout.toNanos();
        CompletableFuture<String> errors =
                CompletableFuture.supplyAsync(() -> read(process.getErrorStream(), MAX_ERRORS), executor);
        CompletableFuture<String> output =
                CompletableFuture.supplyAsync(() -> read(process.getInputStream(), MAX_OUTPUT), executor);
        CompletableFuture<Void> written =
                CompletableFuture.runAsync(() -> write(process.getOutputStream(), input), executor);
        CompletableFuture<Integer> code = CompletableFuture.allOf(errors, output, written)
                .thenCombine(process.onExit(), (all, ended) -> ended.exitValue());
        int ended = code.get(until, TimeUnit.NANOSECONDS);
        return new Answer(ended, output.join(), errors.join());
    }

    private static void write(OutputStream to, String input) {
        try (to) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; what it says tells why.
            System.getLogger(Commands.class.getName()).log(System.Logger.Level.DEBUG, "input not read", e);
        }
    }

    private static String read(InputStream from, int limit) {
        try (from) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            int length = from.read(buffer);
            while (length >= 0) {
                if (bytes.size() + length > limit) {
                    throw new IllegalStateException("it wrote more than " + limit + " bytes");
                }
                bytes.write(buffer, 0, length);
                length = from.read(buffer);
            }
            return bytes.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("what it wrote cannot be read: " + e.getMessage(), e);
        }
    }

    /** Programs that run go on. */
    void close() {
        closed = true;
    }
}
