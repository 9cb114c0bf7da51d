package io.isobar.cli.problem;

import java.util.Map;

/** What a user can do about a reason. The broker says what is wrong; what to type next is the command line's own knowledge. */
final class Remedies {
    private Remedies() {}

    /**
     * What to do.
     *
     * @param retryAfter "2 s", or empty where the broker names no time
     */
    static String of(String reason, Map<String, String> metadata, String retryAfter) {
        var again = retryAfter.isEmpty() ? "try again" : "try again in " + retryAfter;
        return switch (reason) {
            case "INVALID_MANIFEST" ->
                "correct the fields named above; docs/workload-file.md lists every field with an example,"
                        + " docs/job-files.md what is read of other systems' files";
            case "LOSSES_NOT_ACCEPTED" ->
                "change those lines, or accept the losses with --accept-losses; isobar convert shows the workload that is"
                        + " left";
            case "INVALID_ARGUMENT" -> "correct the fields named above";
            case "UNKNOWN_ACCELERATOR", "AMBIGUOUS_ACCELERATOR" ->
                "write one of the names above; docs/catalogue.md lists all";
            case "NOT_FOUND" -> notFound(metadata);
            case "REQUEST_ID_REUSED" -> "leave --request-id out, or choose a new one for this other request";
            case "INVALID_PAGE_TOKEN" -> "run the same command again";
            case "WRONG_STATE" -> "isobar get workloads shows the state";
            case "DATABASE_UNAVAILABLE" -> again + "; isobar check shows when the database answers";
            case "REGION_UNREACHABLE" -> again + "; isobar get regions shows when the region is connected";
            case "OVERLOADED" -> again;
            case "INTERNAL" -> "give the numbers above to the operator: the broker's log has them too";
            case "NOT_LEADER" -> "connect to the leader named above with --broker";
            case "INSUFFICIENT_CAPACITY" ->
                "ask for fewer, or for another time; isobar describe region shows what is reserved";
            case "QUOTA" -> "wait until other work of the tenant ends, or ask for more quota";
            case "PRIORITY_NOT_ALLOWED" -> "lower spec.priority, or have the operator allow the tenant a higher one";
            case "TENANT_IS_GROUP" -> "name a tenant that is a member of the group in metadata.tenant";
            case "BUDGET" -> "ask for more budget";
            case "CONTRACT_EXHAUSTED" -> "use another billing mode, or extend the contract";
            default -> retryAfter.isEmpty() ? "docs/errors.md explains " + reason : again;
        };
    }

    private static String notFound(Map<String, String> metadata) {
        var kind = metadata.getOrDefault("kind", "");
        if (kind.equals("reservation")) {
            return "isobar describe region lists the reservations of its pools";
        }
        if (!kind.equals("accelerator")) {
            return "isobar get " + listed(kind) + " lists what there is";
        }
        var nearest = metadata.getOrDefault("nearest", "");
        return (nearest.isEmpty() ? "" : "did you mean " + nearest + "? ") + "isobar accelerators lists the catalogue";
    }

    private static String listed(String kind) {
        return switch (kind) {
            case "family" -> "rates";
            case "region", "pool", "provider", "workload", "attempt" -> kind + "s";
            default -> "workloads";
        };
    }
}
