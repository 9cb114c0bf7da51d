package io.isobar.broker.failure;

/**
 * Why something was refused, failed, or waits. The names are those of {@code isobar.errors.v1.Reason}; docs/errors.md
 * is checked against this list by a test.
 *
 * <p>The order of the gate's reasons is the order in which the gate asks, which is also their precedence when one
 * reason must stand for all: a later one means that more was right.
 */
public enum Reason {

    // ---- the request itself ----
    INVALID_ARGUMENT(
            Kind.BAD_INPUT,
            "A field is missing, malformed or out of range. `BadRequest` names each field.",
            "Correct the fields that the error names."),
    INVALID_MANIFEST(
            Kind.BAD_INPUT,
            "The workload file is not valid YAML, too large, or holds a field that does not exist.",
            "Correct the lines that the error names; docs/workload-file.md lists every field."),
    NOT_FOUND(
            Kind.NOT_FOUND,
            "No workload, region, pool, attempt or accelerator of that name or id.",
            "List what is there with `isobar get`."),
    REQUEST_ID_REUSED(
            Kind.CONFLICT,
            "The request id was used before for another request.",
            "Use a new request id, or leave it out."),
    UNKNOWN_ACCELERATOR(
            Kind.BAD_INPUT,
            "The accelerator name is not in the catalogue.",
            "Use one of the names that the error suggests; docs/catalogue.md lists all."),
    AMBIGUOUS_ACCELERATOR(
            Kind.BAD_INPUT,
            "The accelerator name may mean several models; the candidates are in the metadata.",
            "Write one of the candidates that the error lists."),
    INVALID_PAGE_TOKEN(
            Kind.BAD_INPUT,
            "The page token was not made by this list, or for other filters.",
            "Start again from the first page, with the same filters for every page."),
    WRONG_STATE(
            Kind.WRONG_STATE,
            "The workload is in a state that does not allow the request.",
            "Look at the state with `isobar get`, then decide."),
    LOSSES_NOT_ACCEPTED(
            Kind.BAD_INPUT,
            "The job file of another system says what a workload cannot, so that the work may come out differently;"
                    + " `BadRequest` names each line.",
            "Change those lines, or accept the losses with `--accept-losses`."),

    // ---- the broker and its parts ----
    DATABASE_UNAVAILABLE(
            Kind.UNAVAILABLE,
            "The database does not answer. Nothing was accepted; try again.",
            "Try again; `isobar check` shows when the database answers."),
    REGION_UNREACHABLE(
            Kind.UNAVAILABLE,
            "The region's agent is not connected; what was asked needs it.",
            "Try again when `isobar get regions` shows the region connected."),
    OVERLOADED(
            Kind.OVERLOADED,
            "A limit of the broker is reached (concurrent streams, pending workloads); the number is in the metadata.",
            "Try again after the time that the error names."),
    INTERNAL(
            Kind.INTERNAL,
            "A fault of the broker. The metadata carries an incident id that its log also has.",
            "Give the incident id to the operator; the broker log has it."),
    NOT_LEADER(
            Kind.WRONG_STATE,
            "This replica does not lead; the leader's address is in the metadata.",
            "Connect to the leader that the error names."),
    SESSION_SUPERSEDED(
            Kind.WRONG_STATE,
            "A newer session of the same region took over.",
            "Run one agent per region; two with the same region name take turns."),
    SESSION_SILENT(
            Kind.UNAVAILABLE,
            "Nothing was heard over a link for longer than its silence limit.",
            "Look at the network between agent and broker; the agent connects again by itself."),

    // ---- gate: administrative ----
    REGION_CORDONED(
            Kind.REFUSAL,
            "The region is cordoned by its operator.",
            "Wait, or ask the operator to uncordon the region."),
    REGION_SUSPECT(
            Kind.REFUSAL,
            "The region's link is down, or has been silent for too long.",
            "Wait until the region is connected again; `isobar check` says since when it is silent."),
    POOL_QUARANTINED(
            Kind.REFUSAL,
            "The report of this pool contradicts itself and is not used until a sound one arrives.",
            "The provider must correct what the agent reports; `isobar describe region` shows it."),
    REGION_NOT_ALLOWED(
            Kind.REFUSAL,
            "The workload's placement rules do not allow this region.",
            "Change placement.regions, exclude, providers or excludeProviders."),
    RESIDENCY(
            Kind.REFUSAL,
            "The region, or one where data or a checkpoint are kept, lies outside the jurisdictions that the workload allows, or its jurisdiction is unknown.",
            "Change placement.residency, or ask the provider to declare the country."),
    LATENCY_UNKNOWN(
            Kind.REFUSAL,
            "The workload bounds the latency from a place, and the table of links does not say how far the region is.",
            "The operator must add the round trip to the table of links; or leave placement.latency out."),
    LATENCY_ABOVE_MAXIMUM(
            Kind.REFUSAL,
            "The region is further from the place that the workload names than it allows.",
            "Raise placement.latency.atMost."),
    REGION_AVOIDED(
            Kind.REFUSAL,
            "An earlier attempt in this region failed and the retry rule avoids it.",
            "Nothing: another region is tried first. Set retry.avoidSameRegion to false to allow it."),
    COMPUTE_CLASS(Kind.REFUSAL, "The workload asks for another compute class.", "Change spec.class, or leave it out."),
    SPREAD_LIMIT(
            Kind.REFUSAL,
            "As many workloads of this name live there already as the spread rule allows.",
            "Raise placement.spread.maximum, or wait for one of them to end."),
    TOO_NEAR(
            Kind.REFUSAL,
            "A workload lives near that this one must be apart from, or that must be apart from this one.",
            "Wait until it has ended, or change placement.antiAffinity."),
    AFFINITY_UNMET(
            Kind.REFUSAL,
            "Nothing that the workload must be near lives near.",
            "Wait until such a workload lives there, or change placement.affinity."),
    ARRAY_LIMIT(
            Kind.REFUSAL,
            "As many tasks of its array have a place as may at once.",
            "Wait until one of them ends, or submit the others with a higher array.atOnce."),
    RESERVATION_UNKNOWN(
            Kind.REFUSAL,
            "The pool has no reservation of the name and tenant that the workload says; it may be over.",
            "Change placement.reservation, or leave it out; `isobar describe region` lists the reservations."),

    // ---- gate: portability ----
    ACCELERATOR_MISMATCH(
            Kind.REFUSAL,
            "The pool has another accelerator model than those asked for.",
            "Add the model to resources.accelerators.anyOf if the workload runs on it."),
    ACCELERATOR_UNKNOWN(
            Kind.REFUSAL,
            "The advertised accelerator could not be resolved to one model.",
            "The provider must advertise a name that the catalogue knows."),
    UNIT_KIND(
            Kind.REFUSAL,
            "One unit of the pool is something else than what is asked for: a whole card, a die, a partition, a share.",
            "Ask for what the pool offers, by the name that it advertises."),
    UNIT_KIND_UNKNOWN(
            Kind.REFUSAL,
            "It is not known which partition or share one unit of the pool is.",
            "The provider must report what one unit is, by its kind or in its name."),
    HOST_ARCHITECTURE(
            Kind.REFUSAL,
            "The host's instruction set differs from the one the variant needs.",
            "Add a variant built for the instruction set of the host."),
    HOST_ARCHITECTURE_UNKNOWN(
            Kind.REFUSAL,
            "The variant needs an instruction set, and the host's is not known.",
            "The provider must report the instruction set of the hosts; or leave architecture out of the variant."),
    STACK_MISSING(
            Kind.REFUSAL,
            "No variant of the workload runs on the pool's software stack.",
            "Add a variant for the stack of the pool."),
    STACK_UNKNOWN(
            Kind.REFUSAL,
            "The catalogue does not say which software runs on the accelerator.",
            "The operator must add the accelerator's stack to the catalogue."),
    IMAGE_UNSUPPORTED(
            Kind.REFUSAL,
            "The variant brings an image and the region cannot run images.",
            "Add a variant with a command and no image."),
    ARCHITECTURE_NOT_COVERED(
            Kind.REFUSAL,
            "The program was not built for the accelerator's architecture, or for the pool's version of CANN.",
            "Use a build that covers the architecture of the accelerator."),
    COVERAGE_UNKNOWN(
            Kind.REFUSAL,
            "It is not known whether what the program was built for covers the accelerator.",
            "Name the architectures in builtFor.architectures; or the provider must report the version of the stack."),
    DRIVER_TOO_OLD(
            Kind.REFUSAL, "The driver is older than the variant needs.", "Use an image built for an older driver."),
    DRIVER_UNKNOWN(
            Kind.REFUSAL,
            "The variant needs a driver, and the pool's is not known.",
            "The provider must report the driver; or leave driverMinimum out of the variant."),
    PRECISION_MISSING(
            Kind.REFUSAL,
            "The accelerator lacks a precision that the workload needs.",
            "Use a precision that the accelerator has."),
    PRECISION_UNKNOWN(
            Kind.REFUSAL,
            "It is not known whether the accelerator has a precision that the workload needs.",
            "Use a precision that it is known to have; or the operator must add it to the catalogue."),
    PEAK_TOO_LOW(Kind.REFUSAL, "The accelerator is slower than asked for.", "Ask for fewer TFLOPS per unit."),
    PEAK_UNKNOWN(
            Kind.REFUSAL,
            "How fast the accelerator is in the precision asked for is not known.",
            "Ask for the accelerator by name; or the operator must add the figure to the catalogue."),
    ACCELERATOR_MEMORY(
            Kind.REFUSAL,
            "The accelerator has less memory than asked for.",
            "Ask for less memory per unit, or for more units."),
    ACCELERATOR_MEMORY_UNKNOWN(
            Kind.REFUSAL,
            "The memory of the accelerator is not known.",
            "The provider must report the memory of a unit; or leave it out of the request."),
    NO_INTERCONNECT_DOMAIN(
            Kind.REFUSAL,
            "The gang needs one interconnect domain and the pool names none.",
            "Set gang.domain to preferred, if the work can run without a fast interconnect."),

    // ---- gate: sale ----
    NOT_SOLD_ALONE(
            Kind.REFUSAL,
            "The pool is sold by the accelerator only, and the work takes none.",
            "Nothing: it runs where processors or nodes are sold. The provider may offer a price per core or node."),
    PRICE_UNKNOWN(
            Kind.REFUSAL,
            "No price is known for the pool in the billing mode asked for.",
            "The provider must publish an offer; or use another billing mode."),

    // ---- gate: shape ----
    FRAGMENTED(
            Kind.REFUSAL,
            "Enough units are free in sum, but not together on enough nodes.",
            "Use smaller replicas, or wait until nodes become free."),
    INSUFFICIENT_CAPACITY(
            Kind.REFUSAL, "Fewer units, cores or bytes are free than asked for.", "Wait, or ask for less."),
    NODE_TOO_SMALL(
            Kind.REFUSAL,
            "No node of the pool, even when empty, is large enough.",
            "Ask for less per replica, and for more replicas."),
    CAPACITY_UNKNOWN(
            Kind.REFUSAL,
            "Free cores or memory of the nodes are not known.",
            "The provider must report processors and memory; or leave them out of the request."),

    // ---- gate: freshness, money, quota ----
    CAPACITY_STALE(
            Kind.REFUSAL,
            "The pool's last report is older than its validity.",
            "Wait for the next report; `isobar get pools` shows the age."),
    PRICE_ABOVE_MAXIMUM(Kind.REFUSAL, "The price is above the workload's maximum.", "Raise placement.maxPricePerHour."),
    EXCHANGE_RATE_UNKNOWN(
            Kind.REFUSAL,
            "The price's currency cannot be converted: no exchange rate is configured.",
            "The operator must configure the exchange rate."),
    CARBON_ABOVE_MAXIMUM(
            Kind.REFUSAL,
            "The run would emit more CO2 equivalent than the workload allows.",
            "Raise objective.maxCarbon, or ask for fewer or more efficient accelerators."),
    CARBON_UNKNOWN(
            Kind.REFUSAL,
            "What the run would emit is not known, and the workload allows only so much.",
            "The provider must declare the PUE and grid intensity of the region; or leave objective.maxCarbon out."),
    DEADLINE(
            Kind.REFUSAL,
            "The run cannot end before the deadline.",
            "Move the deadline, or ask for faster accelerators."),
    RUN_TIME_UNKNOWN(
            Kind.REFUSAL,
            "The run time is not known and the objective needs it.",
            "Declare spec.work, or leave the deadline out."),
    QUOTA(
            Kind.REFUSAL,
            "The tenant's quota is used up.",
            "Wait for other work of the tenant to end, or ask for more quota."),
    BUDGET(Kind.REFUSAL, "The tenant's budget is used up.", "Ask for more budget."),
    CONTRACT_EXHAUSTED(
            Kind.REFUSAL,
            "The contract is exhausted or not valid here.",
            "Use another billing mode, or extend the contract."),

    PRIORITY_NOT_ALLOWED(
            Kind.REFUSAL,
            "The tenant may not ask for so high a priority; the highest is in the metadata.",
            "Lower spec.priority, or have the operator allow the tenant a higher one."),
    TENANT_IS_GROUP(
            Kind.REFUSAL,
            "The tenant is a group of tenants, which takes no work of its own.",
            "Name one of its members in metadata.tenant."),
    HELD_FOR_ANOTHER(
            Kind.REFUSAL,
            "There is room, but it is kept for work that has waited for it and would start later if this started now.",
            "Set spec.timeLimit, so that it is sure to end before the other one starts; or wait."),
    RUN_TIME_ABOVE_LIMIT(
            Kind.REFUSAL,
            "The region ends work sooner than the workload's time limit.",
            "Lower spec.timeLimit, or let the work save its progress and run in several tries."),
    MAINTENANCE(
            Kind.REFUSAL,
            "Maintenance of the region is announced, and the work might still run when it begins.",
            "Set spec.timeLimit, so that it is sure to end before; or wait."),
    HELD_FOR_RESERVATION(
            Kind.REFUSAL,
            "The nodes are reserved, for others or for later, and the work might keep somebody from those that are theirs.",
            "Set spec.timeLimit, so that it is sure to end before the reservation begins; or wait."),

    // ---- whole-workload reasons ----
    NO_REGIONS(
            Kind.WAITING, "No region is connected.", "Start an agent; `isobar check` shows which regions are known."),
    NO_POOL_FITS(
            Kind.WAITING,
            "No pool passes the gate; the refusals say why, pool by pool.",
            "Read the refusals; each says what would make it pass."),
    WAITING_FOR_TURN(Kind.WAITING, "It waits for its turn.", ""),
    WAITING_FOR_CAPACITY(Kind.WAITING, "It could run if what runs now were finished.", ""),
    ACCEPTED(Kind.WAITING, "It was accepted and is durable.", ""),
    RESERVED(Kind.WAITING, "Capacity is reserved; the region was asked.", ""),
    ADMITTED(Kind.WAITING, "The region holds the capacity and starts it.", ""),
    STARTED(Kind.WAITING, "It runs.", ""),

    // ---- how an attempt ends ----
    EXIT_ZERO(Kind.ENDING, "The command ended with exit code 0.", ""),
    EXIT_NON_ZERO(Kind.ENDING, "The command ended with another exit code, or by a signal.", ""),
    CANCELLED_BY_USER(Kind.ENDING, "The user cancelled.", ""),
    REFUSED_BY_REGION(Kind.ENDING, "The region refused the reservation; its own reason is in the message.", ""),
    LAUNCH_FAILED(Kind.ENDING, "The work could not be started; the message says what the region saw.", ""),
    NODE_FAILED(Kind.ENDING, "The node failed under the work.", ""),
    REGION_LOST(Kind.ENDING, "The region is lost and its work was given up.", ""),
    PREEMPTED(Kind.ENDING, "Other work took its place.", ""),
    QUOTA_RECLAIMED(
            Kind.ENDING, "It ran on quota that was borrowed, and whose it is took it back; it waits again.", ""),
    LEFT_QUEUE(
            Kind.ENDING,
            "It waited in the queue of its site, and was to start sooner or for less elsewhere; it waits again.",
            ""),
    TIME_LIMIT(Kind.ENDING, "It ran into its time limit.", ""),
    OUT_OF_MEMORY(Kind.ENDING, "It used more memory than it asked for.", ""),
    VANISHED(Kind.ENDING, "The region reports nothing of an attempt that it had confirmed.", ""),
    STALE_EPOCH(Kind.ENDING, "The attempt carries an epoch older than the region knows.", ""),
    START_DEADLINE(Kind.ENDING, "It did not start within the time its gang allows.", ""),
    RETRIES_EXHAUSTED(Kind.ENDING, "The limit of retries is reached.", ""),
    REGION_SILENT(Kind.ENDING, "The region is silent; what its work does is not known.", ""),
    GANG_BROKEN(Kind.ENDING, "Another part of its gang ended, and the gang runs whole or not at all.", ""),
    GANG_DONE(Kind.ENDING, "The parts of the gang that it served have done their work.", ""),
    CANCELLED_BY_REGION(Kind.ENDING, "Somebody at the region's site, or its resource manager, cancelled it.", ""),

    // ---- a region's own refusals ----
    POOL_UNKNOWN(Kind.REFUSAL, "The region does not have the pool.", ""),
    REGION_DRAINING(Kind.REFUSAL, "The region's operator admits no new work.", "");

    /** What a reason is about; the edges map it to a status. */
    public enum Kind {
        /** The request is wrong and stays wrong. */
        BAD_INPUT,
        NOT_FOUND,
        CONFLICT,
        /** Right, but not now: what it is about is in another state. */
        WRONG_STATE,
        /** A retry can help. */
        UNAVAILABLE,
        OVERLOADED,
        INTERNAL,
        /** A pool or region cannot take a workload. */
        REFUSAL,
        /** A workload waits. */
        WAITING,
        /** An attempt or workload ended. */
        ENDING
    }

    private final Kind kind;
    private final String meaning;
    private final String remedy;

    Reason(Kind kind, String meaning, String remedy) {
        this.kind = kind;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public Kind kind() {
        return kind;
    }

    /** One sentence for a person. */
    public String meaning() {
        return meaning;
    }

    /** What a person can do; empty where there is nothing to do. */
    public String remedy() {
        return remedy;
    }
}
