package io.isobar.broker.manifest;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorRequest;
import io.isobar.broker.catalog.AcceleratorRequestException;
import io.isobar.broker.catalog.AcceleratorRequestParser;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.Resolution;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.StackRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a file says about accelerators: those that are asked for, and the one that the work is measured on. */
final class AcceleratorReader {
    private static final String ALTERNATIVE = "spec.resources.accelerators[]";
    private static final String HOW = "write NAME:COUNT, such as \"A100-80GB:8\"";

    private final AcceleratorCatalog catalog;
    private final AcceleratorRequestParser parser;

    AcceleratorReader(AcceleratorCatalog catalog) {
        this.catalog = catalog;
        this.parser = new AcceleratorRequestParser(catalog);
    }

    /** Null and a problem where it is none. */
    @Nullable
    AcceleratorChoice choice(Value value) {
        if (value.isMap()) {
            return longForm(value.sectionOf(ALTERNATIVE));
        }
        if (!value.isText()) {
            value.wrong("the name of an accelerator and a count", HOW);
            return null;
        }
        var text = value.text(SourceText.LARGEST);
        if (AcceleratorChoice.None.WORD.equals(text)) {
            return new AcceleratorChoice.None();
        }
        var request = text == null ? null : request(value, text);
        return request == null ? null : choice(request);
    }

    /** As {@code name:count}, so that the same text asks for the same again. */
    static AcceleratorChoice choice(AcceleratorRequest request) {
        var text = request.text();
        var count = ":" + request.count();
        var name = text.endsWith(count) ? text.substring(0, text.length() - count.length()) : text;
        return new AcceleratorChoice.Named(
                name, request.model().id(), request.count(), request.minimumMemory(), part(request.unit()));
    }

    /** Whether a map is one alternative, rather than a list of them. */
    static boolean isAlternative(Value map) {
        return KnownFields.of(ALTERNATIVE).stream().anyMatch(map::hasField);
    }

    private @Nullable AcceleratorRequest request(Value value, String text) {
        try {
            return parser.parse(text);
        } catch (AcceleratorRequestException refused) {
            value.problem(reason(refused.fault()), refused.getMessage());
            if (refused.fault() != AcceleratorRequestException.Fault.MALFORMED) {
                value.problems().note("name", text);
                value.problems().note("candidates", String.join(", ", refused.candidates()));
            }
            return null;
        }
    }

    private static Reason reason(AcceleratorRequestException.Fault fault) {
        return switch (fault) {
            case MALFORMED -> Reason.INVALID_MANIFEST;
            case UNKNOWN -> Reason.UNKNOWN_ACCELERATOR;
            case AMBIGUOUS -> Reason.AMBIGUOUS_ACCELERATOR;
        };
    }

    private @Nullable AcceleratorChoice longForm(Section section) {
        var countValue = section.get("count");
        var count = countValue == null ? Integer.valueOf(1) : countValue.integer(1, AcceleratorChoice.LARGEST_COUNT);
        var memoryValue = section.get("memory");
        var memory = memoryValue == null
                ? null
                : memoryValue.quantity("an amount with a unit, such as 80GiB or 64Gi+", AcceleratorReader::atLeast);
        if (!section.has("name") && !section.has("model") && RequirementReader.isOne(section)) {
            var requirement = RequirementReader.read(section, memory, catalog);
            return requirement == null || count == null ? null : new AcceleratorChoice.Required(requirement, count);
        }
        RequirementReader.refuseBesideName(section);
        var name = section.require("name", "write name: A100-80GB");
        var spelled = name == null ? null : name.text(FieldRules.LONGEST_ACCELERATOR);
        if (name == null || spelled == null) {
            return null;
        }
        var model = section.get("model");
        var meaning = model == null ? resolve(name, spelled) : known(model, spelled);
        if (meaning == null || count == null) {
            return null;
        }
        // The id comes with all that is meant; a name alone may say what memory a unit has.
        var least = memory == null && model == null ? meaning.unit().memory() : memory;
        return new AcceleratorChoice.Named(spelled, meaning.model().id(), count, least, part(meaning.unit()));
    }

    private static Memory atLeast(String text) {
        return Memory.parse(text.endsWith("+") ? text.substring(0, text.length() - 1) : text);
    }

    private static @Nullable NamedUnit part(NamedUnit unit) {
        return unit.isWhole() ? null : unit;
    }

    /** The id decides which model it is; a name that means the same one may also say what a unit is. */
    private Resolution.@Nullable Exact known(Value model, String name) {
        var id = model.text(FieldRules.LONGEST_ACCELERATOR);
        var known = id == null ? null : catalog.find(id).orElse(null);
        if (id != null && known == null) {
            model.problem(Reason.UNKNOWN_ACCELERATOR, "the catalogue has no id " + model.quoted());
        }
        if (known == null) {
            return null;
        }
        return catalog.resolver().resolve(name) instanceof Resolution.Exact exact
                        && exact.model().id().equals(id)
                ? exact
                : Resolution.Exact.whole(known);
    }

    /** What a name without count means. */
    private Resolution.@Nullable Exact resolve(Value value, String name) {
        return switch (catalog.resolver().resolve(name)) {
            case Resolution.Exact exact -> exact;
            case Resolution.Ambiguous ambiguous -> {
                value.problems().note("name", name);
                value.problems().note("candidates", ambiguous.names());
                value.problem(
                        Reason.AMBIGUOUS_ACCELERATOR,
                        value.quoted() + " may mean " + ambiguous.names() + "; write one of them");
                yield null;
            }
            case Resolution.Unknown unknown -> {
                value.problems().note("name", name);
                value.problem(
                        Reason.UNKNOWN_ACCELERATOR,
                        value.quoted() + " is not in the catalogue" + hint(name, unknown.nearest()));
                yield null;
            }
        };
    }

    private static String hint(String name, List<String> nearest) {
        if (!nearest.isEmpty()) {
            return "; did you mean " + String.join(", ", nearest) + "?";
        }
        return name.indexOf(':') < 0 ? "" : "; leave the count out";
    }

    @Nullable
    Work work(Section section) {
        var hoursValue = section.require("hours", "write how long it takes, such as hours: 1440");
        var hours = hoursValue == null ? null : hours(hoursValue);
        var familyValue = section.get("family");
        var family = familyValue == null ? null : familyValue.text(FieldRules.LONGEST_LABEL);
        var on = section.get("on");
        if (on == null) {
            return hours == null ? null : new Work(hours, null, null, family);
        }
        var name = on.text(FieldRules.LONGEST_ACCELERATOR);
        var model = name == null ? null : resolve(on, name);
        return hours == null || model == null
                ? null
                : new Work(hours, model.model().id(), name, family);
    }

    private static @Nullable Double hours(Value value) {
        var must = "a number of hours, more than 0 and at most 10,000,000";
        var hours = value.isText() ? null : value.quantity(must, AcceleratorReader::number);
        boolean sound = hours != null && hours > 0 && hours <= FieldRules.MOST_HOURS;
        if (value.isText() || (hours != null && !sound)) {
            value.wrong(must, "");
        }
        return sound ? hours : null;
    }

    /** The core schema also has .nan and .inf, and other bases; none of them is a number of hours. */
    private static double number(String text) {
        try {
            return text.startsWith("0x") || text.startsWith("0o") ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    void checkStacks(Section spec, Resources resources, List<Variant> variants) {
        var problem = StackRule.problem(catalog, resources, variants);
        if (problem != null) {
            spec.problem("variants", problem);
        }
    }
}
