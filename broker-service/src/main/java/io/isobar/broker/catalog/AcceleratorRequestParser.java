package io.isobar.broker.catalog;

import io.isobar.broker.catalog.AcceleratorRequestException.Fault;
import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.catalog.Resolution.Unknown;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.QuantityException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the short forms in which users ask for accelerators: {@code A100-80GB}, {@code A100-80GB:8},
 * {@code nvidia:A100-80GB:8}, {@code nvidia:A100:80GB:8}, {@code gpu:a100-80gb:8}. A name alone means one unit.
 */
public final class AcceleratorRequestParser {
    private static final String FORMS = "Write NAME, NAME:COUNT or VENDOR:NAME:MEMORY:COUNT, such as A100-80GB:8";
    private static final int LONGEST = 160;
    private static final Pattern COUNT = Pattern.compile("[0-9]+");
    private static final Pattern NUMBER_LIKE = Pattern.compile("[-+]?[0-9.,eE]+|[\\p{Nd}]+");
    private static final Pattern MEMORY =
            Pattern.compile("([0-9]{1,4}(?:\\.[0-9])?) ?(?:GB|GiB|Gi|G)(\\+|\\.\\.)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIMES = Pattern.compile(
            "(?:(?<before>[0-9]{1,5}) ?[xX*] ?(?<name>.+))|(?:(?<first>.+?) ?[xX*] ?(?<after>[0-9]{1,5}))");
    /** First parts that say what kind of device it is, but not from whom. */
    private static final List<String> KINDS = List.of("gpu", "npu", "dcu", "mlu", "xpu", "gcu", "tpu");

    private final AcceleratorResolver resolver;
    private final Map<String, String> vendors;

    public AcceleratorRequestParser(AcceleratorCatalog catalog) {
        this.resolver = catalog.resolver();
        this.vendors = catalog.vendors();
    }

    /** A memory part: its amount, and whether more is welcome. */
    private record AskedMemory(Memory amount, boolean orMore) {}

    /**
     * Reads a request; throws {@link AcceleratorRequestException} where it is malformed, unknown or ambiguous, with the
     * candidates in the message.
     */
    public AcceleratorRequest parse(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw malformed(text, text.isBlank() ? "it is empty" : "it has " + text.length() + " characters");
        }
        var parts = new ArrayList<>(List.of(text.strip().split(":", -1)));
        parts.replaceAll(String::strip);
        int count = count(text, parts);
        AskedMemory memory = memory(parts);
        String vendor = vendor(parts);
        if (parts.size() != 1 || parts.getFirst().isEmpty()) {
            throw malformed(text, "it has an empty part, or a part that is no vendor, name, memory or count");
        }
        String name = parts.getFirst();
        Exact exact = resolve(text, name, vendor, memory);
        if (vendor != null && !vendor.equals(exact.model().vendor())) {
            throw new AcceleratorRequestException(
                    Fault.UNKNOWN,
                    text,
                    name + " is made by " + exact.model().vendor() + ", not by " + vendor + ". Correct one of the two.",
                    List.of(exact.model().name()));
        }
        Memory minimum = memory == null ? exact.unit().memory() : memory.amount();
        return new AcceleratorRequest(text.strip(), exact.model(), exact.unit(), count, minimum);
    }

    private Exact resolve(String text, String name, @Nullable String vendor, @Nullable AskedMemory memory) {
        Resolution found =
                memory == null || memory.orMore() ? resolver.resolve(name) : resolver.resolve(name, memory.amount());
        if (found instanceof Ambiguous ambiguous) {
            found = narrow(ambiguous, vendor, memory);
        }
        return switch (found) {
            case Exact exact
            when memory == null || !memory.orMore() || reaches(exact.model(), memory.amount()) -> exact;
            case Exact exact -> throw otherMemory(text, exact.model());
            case Ambiguous ambiguous ->
                throw new AcceleratorRequestException(
                        Fault.AMBIGUOUS,
                        text,
                        name + " may mean " + ambiguous.names() + ". Write one of them.",
                        ambiguous.candidates().stream()
                                .map(AcceleratorModel::name)
                                .toList());
            case Unknown unknown -> throw unknown(text, name, memory, unknown);
        };
    }

    private static Resolution narrow(Ambiguous all, @Nullable String vendor, @Nullable AskedMemory memory) {
        List<AcceleratorModel> rest = all.candidates().stream()
                .filter(model -> vendor == null || vendor.equals(model.vendor()))
                .filter(model -> memory == null || !memory.orMore() || reaches(model, memory.amount()))
                .toList();
        return switch (rest.size()) {
            case 0 ->
                new Unknown(
                        all.candidates().stream().map(AcceleratorModel::name).toList());
            case 1 -> Exact.whole(rest.getFirst());
            default -> new Ambiguous(rest);
        };
    }

    private static boolean reaches(AcceleratorModel model, Memory asked) {
        return model.nominalMemoryPerUnit()
                .map(memory -> MemoryTolerance.covers(memory, asked))
                .orElse(true);
    }

    private AcceleratorRequestException unknown(
            String text, String name, @Nullable AskedMemory memory, Unknown unknown) {
        if (memory != null) {
            switch (resolver.resolve(name)) {
                case Exact exact -> {
                    return otherMemory(text, exact.model());
                }
                case Ambiguous ambiguous -> {
                    return new AcceleratorRequestException(
                            Fault.UNKNOWN,
                            text,
                            "no " + name + " has that memory; there are " + ambiguous.names() + ".",
                            ambiguous.candidates().stream()
                                    .map(AcceleratorModel::name)
                                    .toList());
                }
                case Unknown _ -> {}
            }
        }
        String remedy = unknown.nearest().isEmpty()
                ? "`isobar accelerators` lists the names"
                : "The nearest names are " + String.join(", ", unknown.nearest());
        Matcher times = TIMES.matcher(name);
        if (times.matches()) {
            String asked = times.group("name") != null ? times.group("name") : times.group("first");
            String number = times.group("before") != null ? times.group("before") : times.group("after");
            if (!(resolver.resolve(asked) instanceof Unknown)) {
                remedy = "A count follows a colon: write " + asked + ":" + number;
            }
        }
        return new AcceleratorRequestException(
                Fault.UNKNOWN,
                text,
                QuantityException.quoted(name) + " is not in the catalogue. " + remedy + ".",
                unknown.nearest());
    }

    private static AcceleratorRequestException otherMemory(String text, AcceleratorModel model) {
        String has = model.nominalMemoryPerUnit()
                .map(memory -> "has " + NameGrammar.gigabytes(memory) + " GB per unit")
                .orElse("has an unknown amount of memory");
        return new AcceleratorRequestException(
                Fault.UNKNOWN,
                text,
                model.name() + " " + has + ". Leave the memory out, or name another model.",
                List.of(model.name()));
    }

    /** Takes the count off the end. */
    private static int count(String text, List<String> parts) {
        String last = parts.getLast();
        if (parts.size() == 1 || !NUMBER_LIKE.matcher(last).matches()) {
            return 1;
        }
        if (!COUNT.matcher(last).matches()) {
            throw malformed(text, "the count " + last + " is not a whole number in plain digits");
        }
        BigDecimal count = new BigDecimal(last);
        if (count.signum() == 0 || count.compareTo(BigDecimal.valueOf(AcceleratorRequest.LARGEST_COUNT)) > 0) {
            throw malformed(text, "the count " + last + " is not from 1 to " + AcceleratorRequest.LARGEST_COUNT);
        }
        parts.removeLast();
        return count.intValueExact();
    }

    /** Takes the memory off the end. */
    private static @Nullable AskedMemory memory(List<String> parts) {
        Matcher matcher = MEMORY.matcher(parts.getLast());
        if (parts.size() == 1 || !matcher.matches()) {
            return null;
        }
        parts.removeLast();
        return new AskedMemory(MemoryTolerance.nominal(new BigDecimal(matcher.group(1))), matcher.group(2) != null);
    }

    /** Takes the vendor, or the kind of device, off the start. */
    private @Nullable String vendor(List<String> parts) {
        if (parts.size() < 2) {
            return null;
        }
        String first = FoldedName.fold(parts.getFirst());
        String vendor = vendors.get(first);
        if (vendor != null || KINDS.contains(first)) {
            parts.removeFirst();
        }
        return vendor;
    }

    private static AcceleratorRequestException malformed(String text, String problem) {
        return new AcceleratorRequestException(Fault.MALFORMED, text, problem + ". " + FORMS + ".", List.of());
    }
}
