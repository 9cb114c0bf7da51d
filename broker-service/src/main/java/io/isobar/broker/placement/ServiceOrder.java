package io.isobar.broker.placement;

import io.isobar.broker.placement.WaitingLine.Waiting;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is served next in a round: who has the highest priority, whosever it is. Of those, from the top down, the group or tenant that
 * has the least beside its siblings, and then the first in the tenant's line. Between siblings that have the same, the order of
 * submission holds.
 */
final class ServiceOrder {
    private static final Comparator<Node> HIGHEST_THEN_LEAST = Comparator.comparingInt(Node::priority)
            .reversed()
            .thenComparing(node -> node.share)
            .thenComparing(node -> node.head().workload().submittedAt())
            .thenComparing(node -> node.head().workload().id().value());

    private final Shares shares;
    private final Group top = new Group("", null);
    private @Nullable Line served;

    /** What groups and tenants have at the moment. */
    interface Shares {
        /** Of a tenant that may have been given something since it was last asked. */
        Share of(String tenant);

        Share ofGroup(String group);
    }

    /** One of the siblings that a group serves in turn. */
    private abstract static sealed class Node {
        Share share = Share.NOTHING;

        /** Who is served when its turn comes. */
        abstract Waiting head();

        final int priority() {
            return head().workload().spec().priority();
        }
    }

    private static final class Line extends Node {
        final String tenant;
        final Group group;
        private final Iterator<Waiting> rest;
        private Waiting first;

        Line(String tenant, Group group, Iterator<Waiting> line) {
            this.group = group;
            this.tenant = tenant;
            this.rest = line;
            this.first = line.next();
        }

        @Override
        Waiting head() {
            return first;
        }

        boolean advance() {
            if (!rest.hasNext()) {
                return false;
            }
            first = rest.next();
            return true;
        }
    }

    private static final class Group extends Node {
        final String name;
        final PriorityQueue<Node> members = new PriorityQueue<>(HIGHEST_THEN_LEAST);
        private final @Nullable Group parent;

        Group(String name, @Nullable Group parent) {
            this.name = name;
            this.parent = parent;
        }

        /** Null: it is the top. */
        @Nullable
        Group parent() {
            return parent;
        }

        @Override
        Waiting head() {
            return members.element().head();
        }
    }

    /** Lines that do not change while they are gone through. */
    ServiceOrder(Map<String, List<Waiting>> lines, Tenants tenants, Shares shares) {
        this.shares = shares;
        var groups = new Groups(tenants, top);
        lines.forEach((tenant, waiting) -> {
            if (!waiting.isEmpty()) {
                var line = new Line(tenant, groups.of(tenant), waiting.iterator());
                line.share = shares.of(tenant);
                line.group.members.add(line);
            }
        });
        groups.deepestFirst().forEach(this::putBack);
    }

    /** The groups that somebody waits in. */
    private static final class Groups {
        private final Tenants tenants;
        private final Set<String> names;
        private final Group top;
        private final Map<String, Group> byName = new HashMap<>();

        Groups(Tenants tenants, Group top) {
            this.tenants = tenants;
            this.names = tenants.groups();
            this.top = top;
        }

        /** Work that a group had before it was one waits beside its members. */
        Group of(String tenant) {
            return group(names.contains(tenant) ? tenant : tenants.of(tenant).parent());
        }

        private Group group(@Nullable String name) {
            if (name == null) {
                return top;
            }
            var known = byName.get(name);
            if (known != null) {
                return known;
            }
            var group = new Group(name, group(tenants.of(name).parent()));
            byName.put(name, group);
            return group;
        }

        Stream<Group> deepestFirst() {
            return byName.values().stream()
                    .sorted(Comparator.comparingInt(
                            (Group group) -> -tenants.above(group.name).size()));
        }
    }

    private void putBack(Group group) {
        var parent = group.parent();
        if (parent != null && !group.members.isEmpty()) {
            group.share = shares.ofGroup(group.name);
            parent.members.add(group);
        }
    }

    /** Null: everyone was served. What was placed since the last call counts. */
    @Nullable
    Waiting next() {
        if (served != null) {
            putBack(served);
        }
        served = top.members.isEmpty() ? null : first(top);
        return served == null ? null : served.head();
    }

    private static Line first(Group group) {
        return switch (group.members.element()) {
            case Line line -> line;
            case Group below -> first(below);
        };
    }

    /** The one that was served, and the groups above it, are the heads of their queues; they leave before anything of them changes. */
    private void putBack(Line line) {
        for (Group group = line.group; group != null; group = group.parent()) {
            group.members.remove();
        }
        if (line.advance()) {
            line.share = shares.of(line.tenant);
            line.group.members.add(line);
        }
        for (Group group = line.group; group != null; group = group.parent()) {
            putBack(group);
        }
    }
}
