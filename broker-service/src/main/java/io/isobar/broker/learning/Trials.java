package io.isobar.broker.learning;

import io.isobar.broker.workload.WorkloadId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * First runs of families on models: which are under way, and how often one ended. On a model where one is under way no second is
 * wanted, for the first will have told what there is to know; and where some ended and still nothing is known, none is wanted any
 * more. Bounded: what was tried longest ago is forgotten. Not safe for concurrent use.
 */
final class Trials {
    /** So many first runs may end without having taught anything. */
    static final int MOST_IN_VAIN = 3;

    private static final int MOST_KEPT = 10_000;

    private final Map<WorkloadId, Place> underWay = new HashMap<>();
    private final Map<Place, Integer> ended = new LinkedHashMap<>();

    private record Place(String family, String model) {}

    /** The family of which something else is to be said. */
    Optional<String> begins(WorkloadId by, String family, String model) {
        var place = new Place(family, model);
        if (place.equals(underWay.get(by)) || underWay.size() >= MOST_KEPT) {
            return Optional.empty();
        }
        underWay.put(by, place);
        return Optional.of(family);
    }

    Optional<String> leaves(WorkloadId by) {
        return Optional.ofNullable(underWay.remove(by)).map(Place::family);
    }

    Optional<String> ends(WorkloadId by) {
        var place = underWay.remove(by);
        if (place == null) {
            return Optional.empty();
        }
        ended.merge(place, 1, Integer::sum);
        if (ended.size() > MOST_KEPT) {
            ended.remove(ended.keySet().iterator().next());
        }
        return Optional.of(place.family());
    }

    /** Models on which no first run of the family is wanted. */
    Set<String> closed(String family) {
        var models = new HashSet<String>();
        underWay.values().stream()
                .filter(place -> place.family().equals(family))
                .forEach(place -> models.add(place.model()));
        ended.forEach((place, times) -> {
            if (place.family().equals(family) && times >= MOST_IN_VAIN) {
                models.add(place.model());
            }
        });
        return models;
    }
}
