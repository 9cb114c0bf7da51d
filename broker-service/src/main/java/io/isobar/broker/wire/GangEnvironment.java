package io.isobar.broker.wire;

import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Workload;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a program is told of the gang that it is a part of, beside what its region tells every replica (its number within the part,
 * ISOBAR_REPLICA, and how many the part has, ISOBAR_REPLICAS). Nothing where the try is in one piece.
 */
final class GangEnvironment {
    private GangEnvironment() {}

    static Map<String, String> of(Workload workload, Attempt attempt) {
        var parts = workload.parts();
        if (parts.size() < 2) {
            return Map.of();
        }
        int group = attempt.assignment().group();
        var ofGroup = parts.stream()
                .filter(part -> part.assignment().group() == group)
                .toList();
        var told = new TreeMap<String, String>();
        told.put("ISOBAR_GROUP", workload.spec().groups().get(group).name());
        told.put("ISOBAR_GROUP_REPLICAS", Integer.toString(replicas(ofGroup)));
        told.put(
                "ISOBAR_GROUP_FIRST",
                Integer.toString(replicas(ofGroup.stream()
                        .takeWhile(part -> !part.id().equals(attempt.id()))
                        .toList())));
        told.put("ISOBAR_PART", Integer.toString(attempt.id().part()));
        told.put("ISOBAR_PARTS", Integer.toString(parts.size()));
        told.put(
                "ISOBAR_PART_REGIONS",
                parts.stream()
                        .map(part -> part.assignment().pool().region().value())
                        .collect(Collectors.joining(",")));
        return told;
    }

    private static int replicas(List<Attempt> parts) {
        return parts.stream().mapToInt(part -> part.assignment().replicas()).sum();
    }
}
