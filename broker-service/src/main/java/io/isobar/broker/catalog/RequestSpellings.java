package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.catalog.Resolution.Unknown;
import io.isobar.broker.catalog.Spelling.Form;
import io.isobar.broker.resource.Memory;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Reads the short forms of workload files, SkyPilot and dstack, and names alone. */
final class RequestSpellings {
    private final AcceleratorResolver resolver;
    private final AcceleratorRequestParser parser;

    RequestSpellings(AcceleratorCatalog catalog) {
        this.resolver = catalog.resolver();
        this.parser = new AcceleratorRequestParser(catalog);
    }

    Spelling read(String text) {
        try {
            var request = parser.parse(text);
            boolean counted = text.contains(":");
            return new Spelling(
                    text,
                    Form.REQUEST,
                    understood(request, counted),
                    new Exact(request.model(), request.unit()),
                    counted ? (long) request.count() : null,
                    request.minimumMemory());
        } catch (AcceleratorRequestException refused) {
            return new Spelling(text, Form.REQUEST, refused.problem(), meaning(refused), null, null);
        }
    }

    private static String understood(AcceleratorRequest request, boolean counted) {
        var name = counted ? "a request for " + units(request.count()) : "a name";
        return name + unit(request.unit()) + memory(request.minimumMemory());
    }

    private static String units(long count) {
        return count == 1 ? "1 unit" : count + " units";
    }

    /** What a name says of the unit beyond its model. */
    private static String unit(NamedUnit unit) {
        if (unit.profile() == null) {
            return "";
        }
        return switch (unit.kind()) {
            case SLICE -> " of a share of a device";
            case PARTITION -> " of the partition " + unit.profile();
            case CARD, DIE, CORE_GROUP ->
                " of the slice " + unit.profile() + ", which has " + unit.devices() + " chips";
            case null -> " of " + unit.profile();
        };
    }

    private static String memory(@Nullable Memory memory) {
        return memory == null ? "" : " with at least " + memory + " each";
    }

    private Resolution meaning(AcceleratorRequestException refused) {
        if (refused.fault() != AcceleratorRequestException.Fault.AMBIGUOUS) {
            return new Unknown(refused.candidates());
        }
        var models = new ArrayList<AcceleratorModel>();
        for (var name : refused.candidates()) {
            if (resolver.resolve(name) instanceof Exact exact) {
                models.add(exact.model());
            }
        }
        return models.size() < 2 ? new Unknown(refused.candidates()) : new Ambiguous(models);
    }
}
