package io.isobar.broker.manifest;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.workload.FieldRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads names of regions, providers and countries. */
final class Places {
    private Places() {}

    static @Nullable String region(Value value) {
        return name(value, "region");
    }

    /** A region, or another place that the table of links may name. */
    static @Nullable String place(Value value) {
        return name(value, "place");
    }

    private static @Nullable String name(Value value, String ofWhat) {
        var name = value.text(SourceText.LARGEST);
        if (name != null && !RegionName.isName(name)) {
            value.problem(value.quoted() + " is no name of a " + ofWhat
                    + ": 1 to 63 lower-case letters, digits and hyphens, a letter or digit first and last");
            return null;
        }
        return name;
    }

    static List<String> regions(@Nullable Value value) {
        return names(value, "region", "write [ guizhou ]");
    }

    static List<String> providers(@Nullable Value value) {
        return names(value, "provider", "write [ gui-an-cloud ]");
    }

    private static List<String> names(@Nullable Value value, String ofWhat, String example) {
        var read = new ArrayList<String>();
        if (value != null) {
            for (var element : value.list(FieldRules.MOST_PLACES, example)) {
                var name = name(element, ofWhat);
                if (name != null) {
                    read.add(name);
                }
            }
        }
        return read;
    }

    static List<String> countries(@Nullable Value value) {
        var read = new ArrayList<String>();
        if (value != null) {
            for (var element : value.list(FieldRules.MOST_PLACES, "write [ CN ]")) {
                var code = element.text(SourceText.LARGEST);
                var problem = code == null ? null : FieldRules.countryProblem(code);
                if (problem != null) {
                    element.problem(element.quoted() + " " + problem);
                } else if (code != null) {
                    read.add(code);
                }
            }
        }
        return read;
    }
}
