package io.isobar.broker.wiring;

import io.isobar.broker.failure.Reason;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The broker's own configuration. An unknown key under {@code isobar.broker} fails the start. */
@ConfigMapping(prefix = "isobar.broker")
public interface BrokerConfiguration {
    /** Where the gRPC API and the agents' endpoint listen. */
    Grpc grpc();

    /** Kafka. */
    Kafka kafka();

    /** Traces. */
    Traces traces();

    /** The money that bills are compared in. */
    Money money();

    /** Catalogue of accelerators. */
    Catalog catalog();

    /** What lies between places. */
    Network network();

    /** How often work is lost. */
    Hazard hazard();

    /** What energy and carbon are reckoned by. */
    Carbon carbon();

    /** What is learned from runs. */
    Learning learning();

    /** Which of several brokers on one database leads. */
    Leadership leadership();

    /** How long a region that is silent is waited for. */
    Silence silence();

    /** What each port holds out against. */
    PortsConfiguration ports();

    /** What tenants are entitled to, by name. */
    Map<String, Tenant> tenants();

    /** What placement may overlook. */
    Placement placement();

    /** Most workloads that may wait or run at a time; more are refused with OVERLOADED. */
    @WithDefault("200000")
    int mostLiveWorkloads();

    /** Traces to a collector. */
    interface Traces {
        /** OTLP over HTTP: {@code http://127.0.0.1:4318}. Absent: none are recorded. */
        Optional<String> endpoint();
    }

    /** Where the gRPC API and the agents' endpoint listen. */
    interface Grpc {
        /** Address to listen on. */
        @WithDefault("127.0.0.1")
        String host();

        /** Port to listen on; 0 picks a free one. */
        @WithDefault("9090")
        int port();

        /** Largest message that is taken, in bytes. */
        @WithDefault("4194304")
        int mostMessageBytes();
    }

    /** Kafka. */
    interface Kafka {
        /** Addresses of brokers, host:port, separated by commas. */
        @WithDefault("127.0.0.1:9092")
        String bootstrapServers();

        /** Partitions of the telemetry topic where the broker makes it. */
        @WithDefault("8")
        int telemetryPartitions();
    }

    /** The money that bills are compared in. */
    interface Money {
        /** ISO 4217 code. */
        @WithDefault("CNY")
        String currency();

        /** What one unit of another currency is worth in it, by code. A currency with no rate is not compared. */
        Map<String, Rate> rates();
    }

    /** An exchange rate. */
    interface Rate {
        /** Worth of one unit, a positive decimal. */
        String worth();

        /** The day it was fixed, YYYY-MM-DD. */
        String date();
    }

    /** Which of several brokers on one database leads (ADR 0031). */
    interface Leadership {
        /** For how long the lead is taken; it is renewed four times in that. 1s to 1m. */
        @WithDefault("5s")
        String lease();

        /** Where agents and users reach this broker's gRPC, {@code host:port}. Absent: where it listens. */
        Optional<String> grpcAddress();

        /** Base address of this broker's REST API, {@code http://host:port}. Absent: where it listens. */
        Optional<String> restAddress();
    }

    /** How long a region that is silent is waited for (ADR 0030). */
    interface Silence {
        /** A link over which nothing was heard for so long ends; 4s to 5m. */
        @WithDefault("20s")
        String endLinkAfter();

        /** From the end of its link until a fence tells it that its work is about to be given up; 1s and up. */
        @WithDefault("30s")
        String lostAfter();

        /** From when it last heard of the broker until it stops its work; 1s and up. */
        @WithDefault("4m")
        String stopAfter();

        /** How long stopping may take. */
        @WithDefault("20s")
        String stopGrace();

        /** For clocks that run at different rates, and for what looks only every second; 2s and up. */
        @WithDefault("10s")
        String margin();
    }

    /** What placement may overlook, and what may be asked of it. */
    interface Placement {
        /** Highest priority that workloads may have, where their tenant has no limit of its own. */
        @WithDefault("1000")
        int highestPriority();

        /** What a tenant used counts half after so long, beside what it holds; 0s: only what it holds counts. */
        @WithDefault("7d")
        String usageHalfLife();

        /** Unknowns that do not keep a workload from a pool, by their reasons: DRIVER_UNKNOWN, COVERAGE_UNKNOWN. */
        Optional<Set<Reason>> allowUnknown();
    }

    /** Catalogue of accelerators. */
    interface Catalog {
        /** A file of the operator's own entries, which add to or override the built-in ones. */
        Optional<String> file();

        /** A file of what the operator measured: how fast families run on one model relative to another. */
        Optional<String> speedsFile();
    }

    /** What lies between places. */
    interface Network {
        /** A table of links with their bandwidth and price. */
        Optional<String> file();
    }

    /** How often work is lost, where nothing was learned yet. */
    interface Hazard {
        /** Hours that one accelerator works between two failures that end its job. */
        @WithDefault("50677")
        double cardHoursPerFailure();

        /** Hours between two reclaims of the spot capacity of a pool. */
        @WithDefault("3.43")
        double spotHoursPerReclaim();
    }

    /** What is learned from runs. */
    interface Learning {
        /** How many standard deviations of what is not known of a run time count in favour of learning more of it, 0 to 3. */
        @WithDefault("0.5")
        double exploration();

        /** What a first run of a family on a model may be expected to cost more, in usual runs of it, 0 to 10; 0: none is tried. */
        @WithDefault("2")
        double trialCost();
    }

    /** What a host draws; the power of cards is in the catalogue. */
    interface Carbon {
        /** Watts of a host for each processor that work asks for. */
        @WithDefault("3.5")
        double wattsPerCore();

        /** Watts of a host for each 10^9 bytes of memory that work asks for. */
        @WithDefault("0.392")
        double wattsPerGigabyte();
    }

    /** What a tenant, or a group of tenants, is entitled to. */
    interface Tenant {
        /** Name of the group that it is a member of, which is configured likewise; absent: none. */
        Optional<String> parent();

        /** Beside its siblings: one of weight 2 gets twice what one of weight 1 gets, where both want more; 0: what nobody else wants. */
        @WithDefault("1")
        double weight();

        /** What its live attempts are guaranteed to hold together; absent: no limit. */
        Quota quota();

        /** How much more than its quota they may hold of what its siblings leave idle; absent: nothing. */
        Borrow borrow();

        /** Highest priority that its workloads may have; absent: as for all. */
        Optional<Integer> highestPriority();

        /** Of a tonne of CO2e, where a workload says none: 80 EUR; absent: none. */
        Optional<String> carbonPrice();
    }

    /** What a tenant may hold beyond its quota: amounts, or the word unlimited. */
    interface Borrow {
        /** Accelerator units of any model. */
        Optional<String> accelerators();

        /** Cores: 4, 0.5, 500m. */
        Optional<String> cpus();

        /** With its unit: 512Gi. */
        Optional<String> memory();
    }

    /** What a tenant is guaranteed. */
    interface Quota {
        /** Accelerator units of any model. */
        Optional<Long> accelerators();

        /** Cores: 4, 0.5, 500m. */
        Optional<String> cpus();

        /** With its unit: 512Gi. */
        Optional<String> memory();
    }
}
