package io.isobar.integration.simulation;

import java.util.Locale;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs of one seed each: {@code make sim SEED=… RUNS=…}. */
public final class Simulation {
    private static final int SHOWN = 120;

    private Simulation() {}

    /** What a run was. */
    record Ran(long seed, long events, int starts, String hash) {}

    /** One run, or an error that says how to have it again. */
    static Ran run(long seed) {
        quiet();
        var world = new World(seed);
        try {
            world.run();
        } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError(describe(seed, world, broken), broken);
        }
        return new Ran(
                seed,
                world.time().trace().events(),
                world.truth().starts(),
                world.time().trace().hash());
    }

    private static String describe(long seed, World world, Throwable broken) {
        return "seed " + seed + ": " + broken.getMessage() + "\nthe last events (seconds since the start):\n  "
                + String.join("\n  ", world.time().trace().last(SHOWN))
                + "\nit happens again with: make sim SEED=" + seed + " RUNS=1";
    }

    /** What the code logs of faults that it is given here would be most of the time and all of the output. */
    private static void quiet() {
        Logger.getLogger("").setLevel(Level.OFF);
    }

    /** {@code SEED RUNS}: the first seed, and how many; the next ones are drawn from it. */
    public static void main(String[] arguments) {
        long first = arguments.length > 0 && !arguments[0].isEmpty()
                ? Long.parseLong(arguments[0])
                : new Random().nextLong();
        int runs = arguments.length > 1 && !arguments[1].isEmpty() ? Integer.parseInt(arguments[1]) : 100;
        var seeds = new Random(first);
        long events = 0;
        long starts = 0;
        long began = System.nanoTime();
        long seed = first;
        for (int i = 0; i < runs; i++) {
            Ran ran;
            try (var _ = Patience.with(seed)) {
                ran = run(seed);
            } catch (AssertionError broken) {
                System.out.println(broken.getMessage());
                System.out.printf(Locale.ROOT, "%d runs were right before it%n", i);
                System.exit(1);
                return;
            }
            events += ran.events;
            starts += ran.starts;
            if (runs <= 20) {
                System.out.printf(
                        Locale.ROOT, "seed %d: %d events, %d starts, %s%n", seed, ran.events, ran.starts, ran.hash);
            } else if ((i + 1) % Math.max(1, runs / 20) == 0) {
                System.out.printf(Locale.ROOT, "%d runs, %.0f s%n", i + 1, (System.nanoTime() - began) / 1e9);
            }
            seed = seeds.nextLong();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d runs from seed %d: %d events, %d attempts started, no violation; %.1f s, %.0f events/s, %.2f runs/s%n",
                runs,
                first,
                events,
                starts,
                seconds,
                events / seconds,
                runs / seconds);
    }
}
