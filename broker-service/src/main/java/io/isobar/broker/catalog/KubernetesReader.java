package io.isobar.broker.catalog;

import io.isobar.broker.catalog.KubernetesDevices.Asked;
import io.isobar.broker.catalog.KubernetesDevices.None;
import io.isobar.broker.catalog.KubernetesDevices.Refused;
import io.isobar.broker.catalog.KubernetesName.Role;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.QuantityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads accelerators from the extended resources of a container and the labels that its pod selects nodes by.
 *
 * <p>The number behind an extended resource is a bare count whose unit depends on its name: devices, MiB, 256 MiB,
 * per cent. Nothing that is not understood is passed over: a name of a known vendor that the table does not have is a
 * problem, and so is a unit where a bare number belongs ({@code nvidia.com/gpumem: 16Gi}).
 */
public final class KubernetesReader {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

    private final KubernetesNames names;
    private final KubernetesLabels labels;

    public KubernetesReader(AcceleratorCatalog catalog) {
        var problems = new ArrayList<String>();
        this.names = new KubernetesNames(catalog, problems);
        this.labels = new KubernetesLabels(names, catalog);
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
    }

    /** The resources that can be asked for to get units of a model, in order of their names. */
    public List<String> resources(AcceleratorModel model) {
        return names.resources(model);
    }

    /** A resource that counts units, and how many. */
    private record Counted(KubernetesName name, int count) {}

    /** What has been read of one container. */
    private final class Ask {
        private final List<String> problems = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<Counted> counted = new ArrayList<>();
        private @Nullable Memory slice;
        private boolean isSlice;

        void add(String resource, String quantity) {
            KubernetesName name = names.resource(resource);
            if (name == null) {
                if (names.isOfAVendor(resource)) {
                    problems.add(
                            resource + ": this resource of an accelerator plug-in is not known. Ask for whole devices,"
                                    + " or write the accelerators in the native form.");
                }
                return;
            }
            if (quantity.equals("0")) {
                return;
            }
            if (name.countsUnits()) {
                Integer count = count(name, quantity, problems);
                if (count != null) {
                    counted.add(new Counted(name, count));
                }
            } else if (name.role() == Role.MEMORY) {
                slice = memory(name, quantity, problems);
                isSlice = true;
            } else {
                isSlice |= name.role() != Role.OTHER;
                warnings.add(resource + ": " + quantity + " is not carried over; the share of a device in "
                        + name.unit() + " has no native form.");
            }
        }

        void close() {
            if (counted.size() > 1) {
                problems.add("it asks for "
                        + counted.stream().map(c -> c.name().name()).toList()
                        + " together; one container can have devices of one kind.");
            }
            if (counted.isEmpty() && isSlice && problems.isEmpty()) {
                problems.add(
                        "it asks for a share of a device and for no device. Add the resource that counts devices.");
            }
        }
    }

    /**
     * What is asked for.
     *
     * @param resources names and quantities as the file has them; processors, memory and the like may be among them
     * @param nodeLabels labels that the node must have; others than those of accelerators may be among them
     */
    public KubernetesDevices read(Map<String, String> resources, Map<String, String> nodeLabels) {
        var ask = new Ask();
        new TreeMap<>(resources).forEach((name, quantity) -> ask.add(name, quantity.strip()));
        ask.close();
        if (!ask.problems.isEmpty()) {
            return new Refused(ask.problems);
        }
        return ask.counted.isEmpty()
                ? new None()
                : asked(ask.counted.getFirst(), ask.isSlice, ask.slice, nodeLabels, ask.warnings);
    }

    private KubernetesDevices asked(
            Counted counted,
            boolean isSlice,
            @Nullable Memory slice,
            Map<String, String> nodeLabels,
            List<String> warnings) {
        KubernetesName name = counted.name();
        KubernetesLabels.Narrowed narrowed = labels.narrow(name.models(), nodeLabels, warnings);
        Resolution models = narrowed.models();
        if (models instanceof Resolution.Unknown && !name.models().isEmpty()) {
            return new Refused(List.of(
                    "the labels of the node name no accelerator that " + name.name() + " can be: " + nodeLabels + "."));
        }
        String profile = KubernetesNames.partitionProfile(name.name());
        UnitKind kind =
                switch (name.role()) {
                    case PARTITION -> UnitKind.PARTITION;
                    case SHARED -> UnitKind.SLICE;
                    case DEVICES, MEMORY, MEMORY_PERCENT, CORE_PERCENT, CORES, MODEL, OTHER ->
                        isSlice ? UnitKind.SLICE : narrowed.kind();
                };
        return new Asked(
                name.name(),
                models,
                kind,
                counted.count(),
                slice == null && profile != null ? KubernetesNames.partitionMemory(profile) : slice,
                profile == null ? narrowed.profile() : profile,
                warnings);
    }

    private static @Nullable Integer count(KubernetesName name, String quantity, List<String> problems) {
        if (!WHOLE.matcher(quantity).matches() || Long.parseLong(quantity) > AcceleratorRequest.LARGEST_COUNT) {
            problems.add(name.name() + ": " + QuantityException.quoted(quantity)
                    + " is not a number of devices from 1 to " + AcceleratorRequest.LARGEST_COUNT + ".");
            return null;
        }
        return Integer.valueOf(quantity);
    }

    private static @Nullable Memory memory(KubernetesName name, String quantity, List<String> problems) {
        Long bytes = name.bytesPerUnit();
        if (bytes == null) {
            problems.add(name.name() + ": the unit of this number depends on the plug-in (" + name.unit()
                    + "). Write the accelerators in the native form, with the memory they need.");
            return null;
        }
        boolean maySuffix = name.unit().contains("suffix");
        try {
            if (WHOLE.matcher(quantity).matches()) {
                return new Memory(bytes).times(Long.parseLong(quantity));
            }
            Memory meant = Memory.parse(quantity);
            if (maySuffix) {
                return meant;
            }
            problems.add(name.name() + ": a bare number of " + name.unit() + " belongs here, and "
                    + QuantityException.quoted(quantity) + " would be read as " + meant.bytes() + " of them. If "
                    + meant
                    + " is meant, write " + Math.ceilDiv(meant.bytes(), bytes) + ".");
        } catch (QuantityException e) {
            problems.add(name.name() + ": " + e.getMessage() + " A bare number of " + name.unit() + " belongs here.");
        }
        return null;
    }
}
