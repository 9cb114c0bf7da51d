package io.isobar.broker.manifest.slurm;

import io.isobar.broker.catalog.NearestNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The options of sbatch, and what becomes of those that have no place in a workload. */
enum SbatchOption {
    // ---- read ----
    ACCOUNT("account", 'A', Takes.VALUE),
    ARRAY("array", 'a', Takes.VALUE),
    BEGIN("begin", 'b', Takes.VALUE),
    CHDIR("chdir", 'D', Takes.VALUE),
    WORKDIR("workdir", Takes.VALUE),
    CONSTRAINT("constraint", 'C', Takes.VALUE),
    CONTAINER_IMAGE("container-image", Takes.VALUE),
    CPUS_PER_GPU("cpus-per-gpu", Takes.VALUE),
    CPUS_PER_TASK("cpus-per-task", 'c', Takes.VALUE),
    EXCLUSIVE("exclusive", Takes.MAYBE_VALUE),
    EXPORT("export", Takes.VALUE),
    GPUS("gpus", 'G', Takes.VALUE),
    GPUS_PER_NODE("gpus-per-node", Takes.VALUE),
    GPUS_PER_SOCKET("gpus-per-socket", Takes.VALUE),
    GPUS_PER_TASK("gpus-per-task", Takes.VALUE),
    GRES("gres", Takes.VALUE),
    JOB_NAME("job-name", 'J', Takes.VALUE),
    MEM("mem", Takes.VALUE),
    MEM_PER_CPU("mem-per-cpu", Takes.VALUE),
    MEM_PER_GPU("mem-per-gpu", Takes.VALUE),
    MINCPUS("mincpus", Takes.VALUE),
    NODES("nodes", 'N', Takes.VALUE),
    NO_REQUEUE("no-requeue", Takes.NOTHING),
    NTASKS("ntasks", 'n', Takes.VALUE),
    NTASKS_PER_GPU("ntasks-per-gpu", Takes.VALUE),
    NTASKS_PER_NODE("ntasks-per-node", Takes.VALUE),
    NTASKS_PER_SOCKET("ntasks-per-socket", Takes.VALUE),
    PARTITION("partition", 'p', Takes.VALUE),
    REQUEUE("requeue", Takes.NOTHING),
    SOCKETS_PER_NODE("sockets-per-node", Takes.VALUE),
    SWITCHES("switches", Takes.VALUE),
    TASKS_PER_NODE("tasks-per-node", Takes.VALUE),
    TIME("time", 't', Takes.VALUE),
    TRES_PER_TASK("tres-per-task", Takes.VALUE),

    // ---- change what the work is ----
    CLUSTER_CONSTRAINT("cluster-constraint", Takes.VALUE, Changes.IF_ABSENT, "it means nothing outside its site"),
    CONTAINER("container", Takes.VALUE, Changes.IF_ABSENT, "give the image in `variants`"),
    CONTAINER_MOUNTS(
            "container-mounts", Takes.VALUE, Changes.IF_ABSENT, "nothing of the site is mounted; name it in `data`"),
    DEADLINE("deadline", Takes.VALUE, Changes.IF_ABSENT, "give objective.deadline, with its zone"),
    DEPENDENCY(
            "dependency",
            'd',
            Takes.VALUE,
            Changes.IF_ABSENT,
            "it waits for no other job; submit it when they have ended"),
    HOLD("hold", 'H', Takes.NOTHING, Changes.IF_ABSENT, "it is not held; submit it when it may start"),
    LICENSES("licenses", 'L', Takes.VALUE, Changes.IF_ABSENT, "no licences are counted"),
    NODELIST(
            "nodelist",
            'w',
            Takes.VALUE,
            Changes.IF_ABSENT,
            "nodes are not named across sites; name regions in placement.regions"),
    NODEFILE(
            "nodefile",
            'F',
            Takes.VALUE,
            Changes.IF_ABSENT,
            "nodes are not named across sites; name regions in placement.regions"),
    RESERVATION(
            "reservation",
            Takes.VALUE,
            Changes.IF_ABSENT,
            "reservations stay at their site; name a contract in `billing`"),
    SIGNAL(
            "signal",
            Takes.VALUE,
            Changes.IF_ABSENT,
            "no signal comes before the time limit; say how it saves its state in `checkpoint`"),
    BB("bb", Takes.VALUE, Changes.IF_ABSENT, "there is no burst buffer; name what it reads in `data`"),
    BBF("bbf", Takes.VALUE, Changes.IF_ABSENT, "there is no burst buffer; name what it reads in `data`"),
    WRAP("wrap", Takes.VALUE, Changes.IF_ABSENT, "the script itself is run"),

    // ---- do not ----
    CLUSTERS("clusters", 'M', Takes.VALUE, Changes.NEVER, "the broker chooses; name regions in placement.regions"),
    COMMENT("comment", Takes.VALUE, Changes.NEVER, "write it in metadata.labels"),
    CONTIGUOUS(
            "contiguous",
            Takes.NOTHING,
            Changes.NEVER,
            "gang.domain: required keeps the replicas in one interconnect domain"),
    CORE_SPEC("core-spec", 'S', Takes.VALUE, Changes.NEVER, "cores for the system are the site's matter"),
    CORES_PER_SOCKET("cores-per-socket", Takes.VALUE, Changes.NEVER, "how processors are built is not asked for"),
    CPU_FREQ("cpu-freq", Takes.VALUE, Changes.NEVER, "the site sets frequencies"),
    DELAY_BOOT("delay-boot", Takes.VALUE, Changes.NEVER, "the broker knows when a node can start"),
    DISTRIBUTION("distribution", 'm', Takes.VALUE, Changes.NEVER, "tasks are not bound to cores"),
    ERROR("error", 'e', Takes.VALUE, Changes.NEVER, "the output is kept; `isobar logs` shows it"),
    EXCLUDE(
            "exclude",
            'x',
            Takes.VALUE,
            Changes.NEVER,
            "nodes are not named across sites; placement.exclude takes regions"),
    EXTRA_NODE_INFO("extra-node-info", 'B', Takes.VALUE, Changes.NEVER, "how processors are built is not asked for"),
    GID("gid", Takes.VALUE, Changes.NEVER, "it runs as the region decides"),
    GPU_BIND("gpu-bind", Takes.VALUE, Changes.NEVER, "tasks are not bound to cards"),
    GPU_FREQ("gpu-freq", Takes.VALUE, Changes.NEVER, "the site sets frequencies"),
    GRES_FLAGS("gres-flags", Takes.VALUE, Changes.NEVER, "how cards and cores belong together is the region's matter"),
    HINT("hint", Takes.VALUE, Changes.NEVER, "hardware threads are the region's matter"),
    INPUT("input", 'i', Takes.VALUE, Changes.NEVER, "standard input is empty"),
    MAIL_TYPE("mail-type", Takes.VALUE, Changes.NEVER, "nobody is mailed; `isobar watch` follows it"),
    MAIL_USER("mail-user", Takes.VALUE, Changes.NEVER, "nobody is mailed; `isobar watch` follows it"),
    MCS_LABEL("mcs-label", Takes.VALUE, Changes.NEVER, "it has no place here"),
    MEM_BIND("mem-bind", Takes.VALUE, Changes.NEVER, "memory is not bound to cores"),
    NETWORK("network", Takes.VALUE, Changes.NEVER, "the region's network is used as it is"),
    NICE("nice", Takes.MAYBE_VALUE, Changes.NEVER, "order is by spec.priority, then by fair share"),
    NTASKS_PER_CORE("ntasks-per-core", Takes.VALUE, Changes.NEVER, "hardware threads are the region's matter"),
    OPEN_MODE("open-mode", Takes.VALUE, Changes.NEVER, "each attempt has its own output"),
    OUTPUT("output", 'o', Takes.VALUE, Changes.NEVER, "the output is kept; `isobar logs` shows it"),
    OVERCOMMIT("overcommit", 'O', Takes.NOTHING, Changes.NEVER, "tasks have the cores that they ask for"),
    POWER("power", Takes.VALUE, Changes.NEVER, "power is the site's matter"),
    PREFER("prefer", Takes.VALUE, Changes.NEVER, "it means nothing outside its site"),
    PRIORITY("priority", Takes.VALUE, Changes.NEVER, "order is by spec.priority, then by fair share"),
    PROFILE("profile", Takes.VALUE, Changes.NEVER, "telemetry of the region is shown instead"),
    QOS("qos", 'q', Takes.VALUE, Changes.NEVER, "it means nothing outside its site"),
    REBOOT("reboot", Takes.NOTHING, Changes.NEVER, "nodes are not started again"),
    SEGMENT(
            "segment",
            Takes.VALUE,
            Changes.NEVER,
            "gang.domain: required keeps the replicas in one interconnect domain"),
    SPREAD_JOB("spread-job", Takes.NOTHING, Changes.NEVER, "each replica is on one node"),
    THREAD_SPEC("thread-spec", Takes.VALUE, Changes.NEVER, "cores for the system are the site's matter"),
    THREADS_PER_CORE("threads-per-core", Takes.VALUE, Changes.NEVER, "hardware threads are the region's matter"),
    TMP("tmp", Takes.VALUE, Changes.NEVER, "room on the node's disk is not asked for"),
    TIME_MIN("time-min", Takes.VALUE, Changes.NEVER, "the time limit is not shortened"),
    UID("uid", Takes.VALUE, Changes.NEVER, "it runs as the region decides"),
    WAIT_ALL_NODES("wait-all-nodes", Takes.VALUE, Changes.NEVER, "a gang starts together"),
    WCKEY("wckey", Takes.VALUE, Changes.NEVER, "write it in metadata.labels"),

    // ---- say nothing about the work ----
    ACCTG_FREQ("acctg-freq", Takes.VALUE, Changes.NEVER, ""),
    EXPORT_FILE("export-file", Takes.VALUE, Changes.IF_ABSENT, "its variables are not there; write them in `env`"),
    GET_USER_ENV("get-user-env", Takes.MAYBE_VALUE, Changes.NEVER, "only the variables in `env` are there"),
    IGNORE_PBS("ignore-pbs", Takes.NOTHING, Changes.NEVER, ""),
    KILL_ON_INVALID_DEP("kill-on-invalid-dep", Takes.VALUE, Changes.NEVER, ""),
    NO_KILL("no-kill", 'k', Takes.MAYBE_VALUE, Changes.NEVER, "a lost node ends the attempt"),
    OOM_KILL_STEP("oom-kill-step", Takes.MAYBE_VALUE, Changes.NEVER, ""),
    OVERSUBSCRIBE("oversubscribe", 's', Takes.NOTHING, Changes.NEVER, ""),
    PARSABLE("parsable", Takes.NOTHING, Changes.NEVER, ""),
    PROPAGATE("propagate", Takes.MAYBE_VALUE, Changes.NEVER, "limits of the region apply"),
    QUIET("quiet", 'Q', Takes.NOTHING, Changes.NEVER, ""),
    SHARE("share", Takes.NOTHING, Changes.NEVER, ""),
    STEPMGR("stepmgr", Takes.NOTHING, Changes.NEVER, ""),
    TEST_ONLY("test-only", Takes.NOTHING, Changes.NEVER, "`isobar plan` tries without running"),
    USE_MIN_NODES("use-min-nodes", Takes.NOTHING, Changes.NEVER, ""),
    VERBOSE("verbose", 'v', Takes.NOTHING, Changes.NEVER, ""),
    WAIT("wait", 'W', Takes.NOTHING, Changes.NEVER, "`isobar watch` waits for its end");

    /** Whether a value follows. */
    enum Takes {
        NOTHING,
        VALUE,
        /** Only behind an equals sign. */
        MAYBE_VALUE
    }

    /** Whether the work may come out differently without the option. */
    enum Changes {
        /** It is read. */
        READ,
        IF_ABSENT,
        NEVER
    }

    private static final char NO_SHORT = 0;

    final String word;
    final Takes takes;
    final Changes changes;
    /** What happens instead; empty: nothing that anybody would miss. */
    final String instead;

    private final char letter;

    SbatchOption(String word, Takes takes) {
        this(word, NO_SHORT, takes, Changes.READ, "");
    }

    SbatchOption(String word, char letter, Takes takes) {
        this(word, letter, takes, Changes.READ, "");
    }

    SbatchOption(String word, Takes takes, Changes changes, String instead) {
        this(word, NO_SHORT, takes, changes, instead);
    }

    SbatchOption(String word, char letter, Takes takes, Changes changes, String instead) {
        this.word = word;
        this.letter = letter;
        this.takes = takes;
        this.changes = changes;
        this.instead = instead;
    }

    static Optional<SbatchOption> ofLetter(char letter) {
        for (var option : values()) {
            if (option.letter == letter) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /** By its name or the beginning of it; several where the beginning is not enough. */
    static List<SbatchOption> ofWord(String word) {
        var found = new ArrayList<SbatchOption>();
        for (var option : values()) {
            if (option.word.equals(word)) {
                return List.of(option);
            }
            if (option.word.startsWith(word) && !word.isEmpty()) {
                found.add(option);
            }
        }
        return found;
    }

    /** The option that is spelled most like a wrong one ({@code --gpu-per-node}); empty where none is. */
    static Optional<SbatchOption> nearest(String name) {
        return Arrays.stream(values())
                .filter(option -> NearestNames.distance(option.toString(), name) <= Math.max(1, name.length() / 6))
                .min(Comparator.comparingInt(option -> NearestNames.distance(option.toString(), name)));
    }

    /** As a message names it: {@code --gres}. */
    @Override
    public String toString() {
        return "--" + word;
    }
}
