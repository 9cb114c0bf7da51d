package io.isobar.broker.wiring;

import io.smallrye.config.WithDefault;

/** What each port holds out against (ADR 0035). */
public interface PortsConfiguration {
    /** Questions of users to PostgreSQL. */
    DatabaseReads databaseReads();

    /** Submissions and other changes by users, on their way into PostgreSQL. */
    DatabaseWrites databaseWrites();

    /** Calls of users with one answer, over gRPC and REST together. */
    ApiCalls apiCalls();

    /** Calls of users with answers that go on: watch and logs. */
    ApiStreams apiStreams();

    /** Sessions of agents that begin. */
    Sessions sessions();

    /** Fences on their way into Kafka. */
    Fences fences();

    /** Tries, and what is left alone. */
    interface Database {
        /** Longest time of a try, waiting for a connection included; 1ms to 1h. */
        @WithDefault("10s")
        String timeout();

        /** Tries after the first; 1 to 10. */
        @WithDefault("2")
        int retries();

        /** Before the second try; doubles. 1ms to 1h. */
        @WithDefault("100ms")
        String retryDelay();

        /** By how much each wait is longer or shorter at random; at most the delay. */
        @WithDefault("50ms")
        String retryJitter();

        /** So many calls are looked at; 2 to 1,000. */
        @WithDefault("10")
        int breakerCalls();

        /** Part of them that must have failed for calls to be refused at once. */
        @WithDefault("0.5")
        double breakerFailed();

        /** For how long; then one call tries. */
        @WithDefault("1s")
        String breakerPause();
    }

    /** Questions of users to PostgreSQL. */
    interface DatabaseReads extends Database {
        /** At a time; below the connections that there are. */
        @WithDefault("10")
        int concurrent();

        /** That wait for their turn; more are refused. */
        @WithDefault("1000")
        int waiting();
    }

    /** Submissions and other changes. */
    interface DatabaseWrites extends Database {}

    /** Calls with one answer. */
    interface ApiCalls {
        /** At a time; more are refused. */
        @WithDefault("2000")
        int concurrent();

        /** In a second; more are refused. */
        @WithDefault("10000")
        int rate();
    }

    /** Watch and logs. */
    interface ApiStreams {
        /** At a time; more are refused. */
        @WithDefault("2000")
        int concurrent();
    }

    /** Sessions that begin. */
    interface Sessions {
        /** In a second; more are told when to come again. */
        @WithDefault("200")
        int rate();
    }

    /** Fences. */
    interface Fences {
        /** At a time; more are asked for again. */
        @WithDefault("256")
        int concurrent();
    }
}
