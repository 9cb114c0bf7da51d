package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Coverage.Covered;
import io.isobar.broker.catalog.Coverage.NotCovered;
import io.isobar.broker.catalog.Coverage.NotKnown;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The device architectures that a program says it was built for, in the words of the catalogue: {@code sm_80},
 * {@code sm_90+ptx}, {@code gfx942}, {@code ascend910b}. CUDA has rules of its own which code runs where; on any
 * other make, code runs on its own architecture and no other.
 */
public final class DeviceCode {
    public static final int LONGEST = 32;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*(\\+[Pp][Tt][Xx])?");

    private DeviceCode() {}

    /** What is wrong with the name of an architecture for a stack, or null. */
    public static @Nullable String problem(SoftwareStack stack, String architecture) {
        if (stack == SoftwareStack.CUDA) {
            return CudaCode.parse(architecture).isPresent()
                    ? null
                    : "is no architecture of CUDA; write sm_90, or sm_90+ptx where intermediate code is in it";
        }
        return NAME.matcher(architecture).matches() && architecture.length() <= LONGEST
                ? null
                : "is no architecture; write it as the catalogue does, such as gfx942 or ascend910b";
    }

    /**
     * Whether a program runs on a device.
     *
     * @param built what it was built for, not empty
     * @param device architecture of the device; null: not known
     */
    public static Coverage covers(List<String> built, @Nullable String device) {
        String has = String.join(", ", built);
        if (device == null) {
            return new NotKnown("it is built for " + has + "; the architecture of the device is not known");
        }
        var cuda = CudaCode.ofDevice(device);
        for (String architecture : built) {
            boolean runs = cuda.isPresent()
                    ? CudaCode.parse(architecture)
                            .filter(code -> code.runsOn(cuda.get()))
                            .isPresent()
                    : FoldedName.fold(architecture).equals(FoldedName.fold(device));
            if (runs) {
                return new Covered(device + " runs code for " + architecture);
            }
        }
        return new NotCovered("it is built for " + has + ", the device is " + device, "an image built for " + device);
    }
}
