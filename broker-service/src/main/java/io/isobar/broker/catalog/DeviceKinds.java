package io.isobar.broker.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What sites and their resource managers call accelerators of one make: {@code gpu}, {@code dcu}, {@code npu}, … */
public final class DeviceKinds {
    private static final Map<String, SoftwareStack> STACKS = Map.of(
            "gpu", SoftwareStack.CUDA,
            "dcu", SoftwareStack.DTK,
            "npu", SoftwareStack.CANN,
            "mlu", SoftwareStack.NEUWARE,
            "xpu", SoftwareStack.XRE,
            "gcu", SoftwareStack.TOPSRIDER);

    private DeviceKinds() {}

    /** Whether a word is such a kind, in any case. */
    public static boolean isKind(String word) {
        return STACKS.containsKey(word.toLowerCase(Locale.ROOT));
    }

    /** The models that a kind stands for where nothing else names one; cards as such, none of their partitions. */
    public static List<AcceleratorModel> models(AcceleratorCatalog catalog, String kind) {
        var stack = STACKS.get(kind.toLowerCase(Locale.ROOT));
        return catalog.models().stream().filter(model -> model.stack() == stack).toList();
    }
}
