package io.isobar.broker.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Code that a CUDA program carries. Machine code for X.Y runs on every X.Z with Z at least Y; intermediate code (PTX)
 * for X.Y is compiled for every newer device; nothing runs on an older one. Code with the features of one device
 * ({@code sm_90a}) runs on that device alone, in either form; that of a family ({@code sm_100f}) as machine code
 * does.
 *
 * @param exact for that device alone
 */
record CudaCode(int major, int minor, boolean intermediate, boolean exact) {
    private static final Pattern CAPABILITY =
            Pattern.compile("([0-9]{1,2})\\.([0-9])([af]?)(\\+PTX)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TARGET =
            Pattern.compile("(sm|compute)_([0-9]{1,2})([0-9])([af]?)(\\+PTX)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DEVICE = Pattern.compile("sm_([0-9]{1,2})([0-9])");

    /** Of {@code 9.0}, {@code 9.0+PTX}, {@code sm_90}, {@code sm_90a}, {@code compute_90}. */
    static Optional<CudaCode> parse(String text) {
        Matcher plain = CAPABILITY.matcher(text);
        if (plain.matches()) {
            return Optional.of(of(plain.group(1), plain.group(2), plain.group(3), isGiven(plain.group(4))));
        }
        Matcher target = TARGET.matcher(text);
        if (!target.matches()) {
            return Optional.empty();
        }
        boolean intermediate = isGiven(target.group(5)) || target.group(1).equalsIgnoreCase("compute");
        return Optional.of(of(target.group(2), target.group(3), target.group(4), intermediate));
    }

    /** The code that a device such as {@code sm_90} runs best; empty for devices of other makes. */
    static Optional<CudaCode> ofDevice(String architecture) {
        Matcher device = DEVICE.matcher(architecture);
        return device.matches() ? Optional.of(of(device.group(1), device.group(2), "", false)) : Optional.empty();
    }

    private static boolean isGiven(@Nullable String group) {
        return group != null;
    }

    private static CudaCode of(String major, String minor, String feature, boolean intermediate) {
        return new CudaCode(
                Integer.parseInt(major), Integer.parseInt(minor), intermediate, feature.equalsIgnoreCase("a"));
    }

    boolean runsOn(CudaCode device) {
        if (exact) {
            return device.major == major && device.minor == minor;
        }
        boolean newer = device.major > major || (device.major == major && device.minor >= minor);
        return intermediate ? newer : newer && device.major == major;
    }

    String text() {
        return major + "." + minor + (exact ? "a" : "") + (intermediate ? "+PTX" : "");
    }
}
