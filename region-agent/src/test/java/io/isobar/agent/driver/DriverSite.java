package io.isobar.agent.driver;

import java.io.IOException;
import java.nio.file.Path;

/** A place where a driver can be tried: what the contract suite needs of each. */
public interface DriverSite extends AutoCloseable {
    /** What work is to do. */
    enum Behaviour {
        /** Writes its attempt id to standard output and ends well within a second. */
        SUCCEED_SOON,
        /** Ends with exit code 7. */
        FAIL_WITH_7,
        /** Runs for an hour. */
        RUN_LONG,
        /** Runs for about three seconds and ends well. */
        RUN_SHORT,
        /** Cannot be started at all. */
        CANNOT_LAUNCH
    }

    /** Another driver for the same resource manager, as after a restart of the agent. */
    ResourceManagerDriver open();

    LaunchOrder order(AttemptKey key, String name, Behaviour behaviour, int replicas);

    /** Starts work of the same name that is not ours; returns a check whether it still runs. */
    Foreign startForeign(String name) throws IOException;

    /** Lets some time pass, where time is not the world's. */
    void passTime();

    @Override
    void close();

    /** Work that is not ours. */
    interface Foreign extends AutoCloseable {
        boolean runs();

        @Override
        void close();
    }

    /** Makes a site in an empty folder. */
    @FunctionalInterface
    interface Maker {
        DriverSite in(Path folder) throws IOException;
    }
}
