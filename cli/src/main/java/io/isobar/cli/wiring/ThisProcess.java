package io.isobar.cli.wiring;

import io.isobar.cli.shell.Outlet;
import io.isobar.cli.shell.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;

/** What this process gives a run. */
final class ThisProcess {
    /** Made when the first number is wanted: most runs want none, and seeding shows at start. */
    private static final class Randomness {
        static final SecureRandom RANDOM = new SecureRandom();
    }

    private ThisProcess() {}

    static Surroundings surroundings() {
        return new Surroundings(
                System.in,
                new Outlet(new FileOutputStream(FileDescriptor.out)),
                new Outlet(new FileOutputStream(FileDescriptor.err)),
                System.getenv(),
                InstantSource.system(),
                ZoneId.systemDefault(),
                () -> Randomness.RANDOM.nextLong(),
                new Terminal(),
                Thread::sleep);
    }
}
