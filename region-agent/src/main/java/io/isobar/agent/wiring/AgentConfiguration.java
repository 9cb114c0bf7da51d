package io.isobar.agent.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agent's configuration as it is written. Texts throughout: {@link AgentSettings} reads them all and names every problem in one
 * message. A key that is not here is refused at start.
 */
@ConfigMapping(prefix = "isobar.agent")
public interface AgentConfiguration {
    /** Where the broker listens: {@code host:port}, or several with commas between, tried in turn. */
    @WithDefault("127.0.0.1:9090")
    String broker();

    /** Folder for all that must outlive the agent. One agent at a time uses it. Required. */
    Optional<String> stateFolder();

    /** Telemetry to Kafka. */
    Kafka kafka();

    /** Traces. */
    Traces traces();

    /** How often telemetry is collected and sent: {@code 500ms} to {@code 1h}. */
    @WithDefault("5s")
    String telemetryEvery();

    /** How often it is read how far running work has come, and told where it has changed: {@code 1s} to {@code 1h}. */
    @WithDefault("15s")
    String progressEvery();

    /** How much of each output stream of each replica a region that is not simulated keeps; what is beyond is discarded. */
    @WithDefault("1GiB")
    String outputLimit();

    /**
     * How long a region that is not simulated keeps the output of an attempt whose end the broker has stored: {@code 0s} to {@code 365d}. Of at most
     * 10,000 attempts; the oldest go first.
     */
    @WithDefault("1d")
    String outputRetention();

    /** Probes of other regions and places, and what is answered to theirs. */
    ProbesEntry probes();

    /** The regions that this agent serves, by name. At least one. */
    Map<String, Region> regions();

    /** Telemetry to Kafka. */
    interface Kafka {
        /** {@code host:port}, or several with commas between. Absent: telemetry goes over the broker's stream. */
        Optional<String> bootstrapServers();
    }

    /** Traces to a collector. */
    interface Traces {
        /** OTLP over HTTP: {@code http://127.0.0.1:4318}. Absent: none are recorded. */
        Optional<String> endpoint();
    }

    /** One region. */
    interface Region {
        /**
         * {@code process}: this machine; {@code simulated}: an inventory file and timers; {@code slurm}: a Slurm cluster, see
         * docs/slurm.md; {@code kubernetes}: a Kubernetes cluster, see docs/kubernetes.md. Required.
         */
        Optional<String> driver();

        /** The organisation that owns the region: lower-case letters, digits and hyphens. Required. */
        Optional<String> provider();

        /** Where it is. */
        PlaceEntry place();

        /** {@code general}, {@code intelligent} or {@code super}. Absent: not known. */
        Optional<String> computeClass();

        /** What its site takes from the grid. */
        EnergyEntry energy();

        /** What a simulated region has. */
        InventoryEntry inventory();

        /** What goes wrong in a simulated region. */
        ScenarioEntry scenario();

        /** How a Slurm region reaches its cluster, and what of it is offered. */
        SlurmEntry slurm();

        /** How a Kubernetes region reaches its cluster, and what of it is offered. */
        KubernetesEntry kubernetes();

        /** Simulated seconds in a second, above 0 and at most 1,000,000. */
        @WithDefault("1")
        String timeScale();

        /** How long the broker may use a capacity report: {@code 1s} to {@code 1d}. Renewed in a third of it. */
        @WithDefault("60s")
        String capacityValidity();

        /**
         * What becomes of the work when the region reaches neither its broker nor Kafka: {@code stop}, or {@code keep}, with which it is not
         * started elsewhere either. Absent: stop, where the agent has Kafka and the driver can promise it.
         */
        Optional<String> whenCutOff();

        /**
         * What work that is not the federation's takes off what a process region offers: {@code none}, {@code memory}, or
         * {@code all}, which is memory and processors.
         */
        @WithDefault("memory")
        String respectLoad();

        /** Peers whose round trip, and where it is configured whose bandwidth, is measured: {@code host:port} of their endpoint, by name. */
        Map<String, String> probes();

        /** Prices, added to those of the inventory; they replace them where pool and mode are the same. */
        List<OfferEntry> offers();
    }

    /** Where a region is; what is absent is not known. */
    interface PlaceEntry {
        /** ISO 3166-1 alpha-2: {@code CN}. */
        Optional<String> country();

        /** Province or state. */
        Optional<String> province();

        /** City. */
        Optional<String> city();

        /** National computing hub that it belongs to. */
        Optional<String> hub();

        /** Degrees, WGS 84, -90 to 90; only together with the longitude. */
        Optional<String> latitude();

        /** Degrees, WGS 84, -180 to 180. */
        Optional<String> longitude();
    }

    /** What a site takes from the grid for its computers; what is absent is not known. */
    interface EnergyEntry {
        /** Power usage effectiveness, energy of the site to that of its computers: 1 to 10. */
        Optional<String> pue();

        /** Whether that is an assumption, neither measured nor declared for the site. */
        @WithDefault("false")
        boolean pueEstimated();

        /** Grams of CO2 equivalent for each kWh that the site takes: 0 to 5,000. */
        Optional<String> gridIntensity();

        /** Whether that is an assumption, such as the mean of a country. */
        @WithDefault("false")
        boolean gridIntensityEstimated();
    }

    /** An inventory. */
    interface InventoryEntry {
        /** The file. Required where the driver is simulated. */
        Optional<String> file();

        /** {@code openb}: the node list of that trace; {@code yaml}: see docs/inventory-file.md. */
        @WithDefault("yaml")
        String format();
    }

    /** A scenario. */
    interface ScenarioEntry {
        /** The file; see docs/scenario-file.md. Absent: nothing goes wrong. */
        Optional<String> file();
    }

    /** A Slurm cluster. */
    interface SlurmEntry {
        /** Where slurmrestd listens: {@code unix:/PATH}, {@code http://HOST:PORT} or https. Absent: Slurm's programs are used. */
        Optional<String> rest();

        /** File with the token that slurmrestd wants, read with every call. Absent: it knows the agent by its socket. */
        Optional<String> restTokenFile();

        /** Folder of Slurm's programs. Absent: they are looked for in PATH. */
        Optional<String> programs();

        /** Slurm's own configuration file. Absent: where Slurm looks itself. */
        Optional<String> configuration();

        /** Partitions that are offered, with commas between; a node of several is counted in the first. Absent: all. */
        Optional<String> partitions();

        /** Account that jobs are charged to. Absent: the default of the agent's user. */
        Optional<String> account();

        /** Quality of service that jobs ask for. Absent: the default. */
        Optional<String> qos();

        /**
         * By generic resource, {@code gpu} or {@code gpu:a100}: the accelerator's name under which it is advertised, or {@code none}. Absent:
         * its type, and where it has none its name.
         */
        Map<String, String> accelerators();

        /** How often the queue is looked at: {@code 100ms} to {@code 5m}. */
        @WithDefault("2s")
        String pollEvery();

        /** How often the nodes are looked at: {@code 500ms} to {@code 10m}. */
        @WithDefault("10s")
        String lookEvery();

        /** How long Slurm has to answer: {@code 1s} to {@code 5m}. */
        @WithDefault("30s")
        String timeout();

        /** How long a job may wait in the queue before it is taken back as LAUNCH_FAILED: {@code 1s} to {@code 30d}. */
        @WithDefault("10m")
        String startWithin();

        /**
         * By partition: so many nodes' worth of the federation's work may be there beyond what is free, waiting in its queue or
         * started from there, for each type of accelerator that it has: 1 to 10,000. Absent: work goes only to nodes that are free.
         */
        Map<String, Integer> queueNodes();

        /** How long a job may wait in such a queue before it is taken back as LAUNCH_FAILED: {@code 1m} to {@code 366d}. */
        @WithDefault("7d")
        String queueWithin();

        /**
         * The words before a command that is to run in an image, with blanks between: {@code apptainer exec docker://{image}}. In the place of
         * {@code {image}} stands the image, of {@code {folder}} the attempt's folder, of {@code {state-folder}} that of all attempts of the
         * workload. Absent: no images are run.
         */
        Optional<String> imageExec();

        /** Likewise the words that run what an image brings itself. Absent: images without a command are not run. */
        Optional<String> imageRun();

        /**
         * By stack: a line of shell that is run on the node before the command, in its environment: {@code module load cuda/12.6}. At most 4,096
         * characters.
         */
        Map<String, String> prepare();
    }

    /** A Kubernetes cluster. */
    interface KubernetesEntry {
        /** A kubeconfig file by which the API server is reached. Absent: by the service account of the pod that the agent runs in. */
        Optional<String> kubeconfig();

        /** The kubeconfig's context. Absent: its current one. */
        Optional<String> context();

        /** Where the pods of the federation are; one for each agent. Required where the driver is kubernetes. */
        Optional<String> namespace();

        /** Labels that a node must have to be offered, {@code key=value} with commas between. Absent: all nodes. */
        Optional<String> nodeLabels();

        /** Taints that do not keep work away: {@code key}, {@code key=value}, {@code key=value:NoSchedule}, with commas between. */
        Optional<String> tolerations();

        /**
         * By extended resource, {@code "example.com/npu"}: the accelerator's name under which it is advertised, or {@code none}. Absent: what the
         * labels of the node say, where the resource is known.
         */
        Map<String, String> accelerators();

        /** Image for work that brings none. Absent: such work is refused. */
        Optional<String> defaultImage();

        /** Secrets of the namespace with which images are pulled, with commas between. */
        Optional<String> imagePullSecrets();

        /** Service account of the pods; its token is not put into them. Absent: the namespace's default. */
        Optional<String> serviceAccount();

        /** Priority class of the pods. Absent: the cluster's default. */
        Optional<String> priorityClass();

        /** A LocalQueue of Kueue in the namespace, through which all pods go. Absent: they go straight to the scheduler. */
        Optional<String> queue();

        /** How often attempts are looked at where nothing happens: {@code 100ms} to {@code 5m}. */
        @WithDefault("5s")
        String pollEvery();

        /** How often quotas are looked at, and whether the API server answers: {@code 500ms} to {@code 10m}. */
        @WithDefault("10s")
        String lookEvery();

        /** How long the API server has to answer: {@code 1s} to {@code 5m}. */
        @WithDefault("30s")
        String timeout();

        /** How long it may take until all pods of an attempt run, before it is taken back as LAUNCH_FAILED: {@code 1s} to {@code 30d}. */
        @WithDefault("10m")
        String startWithin();

        /** How long an image may fail to come, or a container to be made, before the same: {@code 1s} to {@code 1d}. */
        @WithDefault("2m")
        String imageWithin();

        /** How nodes ask whether what they run is still confirmed. */
        Lease lease();

        /** The agent's answers to kubelets. */
        interface Lease {
            /** {@code host:port} by which every node reaches {@code listen}. Absent: the region does not promise to stop. */
            Optional<String> address();

            /** {@code host:port} where the agent listens for that. Absent: all addresses of its host, with the port of {@code address}. */
            Optional<String> listen();

            /** For how long the agent may be away, and nothing is stopped for it: {@code 5s} to {@code 30m}. */
            @WithDefault("90s")
            String away();
        }
    }

    /** One price. */
    interface OfferEntry {
        /** The pool. Absent: all pools with the {@code accelerator}. */
        Optional<String> pool();

        /** The accelerator's name as it is advertised; only where there is no {@code pool}. */
        Optional<String> accelerator();

        /** {@code on-demand}, {@code spot} or {@code contract}. */
        @WithDefault("on-demand")
        String mode();

        /** A decimal and a currency: {@code 7.8 CNY}. Required. */
        Optional<String> price();

        /** {@code card-hour}, {@code core-hour} or {@code node-hour}. Required. */
        Optional<String> per();
    }
}
