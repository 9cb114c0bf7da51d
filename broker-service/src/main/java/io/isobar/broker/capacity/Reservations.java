package io.isobar.broker.capacity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reservations of one pool, none of which is over, each by when it begins, then by name.
 *
 * @param begun those whose nodes are their tenants' now
 * @param coming those that have not begun
 */
public record Reservations(List<Reservation> begun, List<Reservation> coming) {
    private static final Comparator<Reservation> ORDER =
            Comparator.comparing(Reservation::from).thenComparing(Reservation::name);

    public static final Reservations NONE = new Reservations(List.of(), List.of());

    public Reservations {
        begun = begun.stream().sorted(ORDER).toList();
        coming = coming.stream().sorted(ORDER).toList();
    }

    public boolean isEmpty() {
        return begun.isEmpty() && coming.isEmpty();
    }

    public int size() {
        return begun.size() + coming.size();
    }

    public List<Reservation> all() {
        return Stream.concat(begun.stream(), coming.stream()).toList();
    }

    public Optional<Reservation> named(String name) {
        return all().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** Those that have their nodes at a time. */
    public List<Reservation> activeAt(Instant time) {
        return all().stream().filter(one -> one.isActiveAt(time)).toList();
    }

    /** Nodes that reservations have between them at a time. */
    public long nodesAt(Instant time) {
        return activeAt(time).stream().mapToLong(Reservation::nodes).sum();
    }

    /** With another one. */
    public Reservations with(Reservation another) {
        var more = new ArrayList<>(coming);
        more.add(another);
        return new Reservations(begun, more);
    }

    /** Without the one of that name. */
    public Reservations without(String name) {
        return new Reservations(
                begun.stream().filter(one -> !one.name().equals(name)).toList(),
                coming.stream().filter(one -> !one.name().equals(name)).toList());
    }

    /** As if all had begun. */
    Reservations allBegun() {
        return coming.isEmpty() ? this : new Reservations(all(), List.of());
    }

    /** As they are at a time; the same object where that changes nothing. What has begun stays so if the clock is set back. */
    Reservations at(Instant now) {
        if (begun.stream().noneMatch(one -> one.isOverAt(now))
                && coming.stream().noneMatch(one -> one.hasBegunAt(now))) {
            return this;
        }
        var begins = coming.stream().filter(one -> one.hasBegunAt(now));
        return new Reservations(
                Stream.concat(begun.stream(), begins)
                        .filter(one -> !one.isOverAt(now))
                        .toList(),
                coming.stream().filter(one -> !one.hasBegunAt(now)).toList());
    }
}
