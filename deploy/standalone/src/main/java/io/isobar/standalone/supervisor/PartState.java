package io.isobar.standalone.supervisor;

/**
 * How one part is.
 *
 * @param name of the part
 * @param condition now
 * @param pid of its process, 0 when there is none
 * @param address where it serves and what it is
 * @param sinceMs Unix time of the last change of the condition, in milliseconds
 * @param readyAfterMs from its start to the moment it served, 0 when not known
 * @param restarts how often it was started again
 * @param note the last thing worth telling, may be empty
 */
public record PartState(
        String name,
        Condition condition,
        long pid,
        String address,
        long sinceMs,
        long readyAfterMs,
        int restarts,
        String note) {
    public static PartState waiting(String name, String address, long nowMs) {
        return new PartState(name, Condition.WAITING, 0, address, nowMs, 0, 0, "");
    }
}
