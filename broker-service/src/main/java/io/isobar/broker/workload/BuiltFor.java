package io.isobar.broker.workload;

import io.isobar.broker.catalog.DeviceCode;
import io.isobar.broker.catalog.SoftwareStack;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the program of a variant was built for, as far as its author says so. All that is said must hold.
 *
 * @param architectures of devices that it has code for, in the words of the catalogue ({@code sm_80},
 *     {@code sm_90+ptx}, {@code ascend910b}); empty: not said
 * @param pytorch version and CUDA of the PyTorch build in it, {@code 2.9+cu128}; null: not said
 * @param torchNpu version of the torch-npu package, {@code 2.7.1.post2}; null: not said
 * @param mindspore version of the MindSpore package; null: not said
 * @param cann version of CANN, or the beginning of one; null: not said
 */
public record BuiltFor(
        List<String> architectures,
        @Nullable String pytorch,
        @Nullable String torchNpu,
        @Nullable String mindspore,
        @Nullable String cann) {
    public static final BuiltFor UNSAID = new BuiltFor(List.of(), null, null, null, null);
    public static final int MOST_ARCHITECTURES = 32;
    public static final int LONGEST_VERSION = 63;

    private static final Pattern PYTORCH = Pattern.compile("[0-9]{1,2}\\.[0-9]{1,3}[0-9A-Za-z.]{0,24}\\+cu[0-9]{2,3}");
    private static final Pattern VERSION =
            Pattern.compile("[0-9]{1,3}(\\.[0-9A-Za-z]{1,12}){0,5}(-[0-9A-Za-z]{1,12})?");

    public BuiltFor {
        architectures = List.copyOf(architectures);
    }

    public boolean isUnsaid() {
        return equals(UNSAID);
    }

    /** What is wrong with the list as such, for a stack, or null; each member has {@link DeviceCode#problem}. */
    public static @Nullable String architecturesProblem(SoftwareStack stack) {
        return stack == SoftwareStack.CPU ? "is for accelerators; stack: cpu has architecture instead" : null;
    }

    public static @Nullable String pytorchProblem(SoftwareStack stack, String version) {
        if (stack != SoftwareStack.CUDA) {
            return "goes only with stack: cuda; for other stacks, write architectures";
        }
        return PYTORCH.matcher(version).matches()
                ? null
                : "is no build of PyTorch; write it as pip does, such as 2.9+cu128";
    }

    /** Of torch-npu, MindSpore or CANN. */
    public static @Nullable String cannProblem(SoftwareStack stack, String version) {
        if (stack != SoftwareStack.CANN) {
            return "goes only with stack: cann";
        }
        return VERSION.matcher(version).matches() && version.length() <= LONGEST_VERSION
                ? null
                : "is no version; write it as the package has it, such as 2.7.1.post2 or 8.2.RC1";
    }
}
