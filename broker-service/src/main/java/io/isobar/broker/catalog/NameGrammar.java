package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The decorations that software puts around the name of an accelerator. Each is a form of its own with a fixed mark;
 * what is left when it is taken off must be a whole name.
 */
final class NameGrammar {
    /** A name with a decoration. */
    sealed interface Decorated {}

    /** {@code NAME-SHARED}: a device that several containers use in turn. */
    record Shared(String name) implements Decorated {}

    /** {@code NAME-MIG-1g.10gb}, {@code NAME_3g.20gb}: a hardware partition. */
    record Cut(String name, String profile, Memory memory) implements Decorated {}

    /** {@code v5p-32}: an atomic slice of a pod. Some generations count cores, of which a chip has two. */
    record PodSlice(String name, String profile, int chips) implements Decorated {}

    /** {@code gpu:a100:8}: a generic resource of Slurm with a type; its count is not a part of the name. */
    record Gres(String type) implements Decorated {}

    /** {@code NAME-80GB}: a name and the memory of the device. */
    record Sized(String name, Memory memory) implements Decorated {}

    private static final Pattern SHARED = Pattern.compile("(.+)[-_ ]shared", Pattern.CASE_INSENSITIVE);
    private static final Pattern CUT =
            Pattern.compile("(.+?)[-_ ](?:mig[-_ ])?([1-9]g\\.([0-9]{1,3})gb)", Pattern.CASE_INSENSITIVE);
    private static final Pattern POD_SLICE = Pattern.compile(
            "(?:tpu[-_ ]?)?(v2|v3|v4|v5p|v5litepod|v5e|v6e)[-_ ]([1-9][0-9]{0,4})", Pattern.CASE_INSENSITIVE);
    private static final Pattern GRES = Pattern.compile(
            "(?:gres[/:])?(?:gpu|dcu|npu|mlu|xpu|gcu):([^:()]+)(?::[0-9]+)?(?:\\([^()]*\\))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SIZED =
            Pattern.compile("(.+?)[-_ ]?(?<![0-9.])([0-9]{1,4}) ?(?:GiB|Gi|GB|G)", Pattern.CASE_INSENSITIVE);

    private static final Pattern BLANKS = Pattern.compile("^ +| +\\z");

    private NameGrammar() {}

    static @Nullable Decorated parse(String text) {
        String name = BLANKS.matcher(text).replaceAll("");
        Matcher matcher = GRES.matcher(name);
        if (matcher.matches()) {
            return new Gres(matcher.group(1));
        }
        matcher = POD_SLICE.matcher(name);
        if (matcher.matches()) {
            return podSlice(matcher);
        }
        matcher = SHARED.matcher(name);
        if (matcher.matches()) {
            return new Shared(matcher.group(1));
        }
        matcher = CUT.matcher(name);
        if (matcher.matches()) {
            return new Cut(
                    matcher.group(1),
                    matcher.group(2).toLowerCase(Locale.ROOT),
                    Memory.ofGibibytes(Long.parseLong(matcher.group(3))));
        }
        matcher = SIZED.matcher(name);
        return matcher.matches()
                ? new Sized(matcher.group(1), Memory.ofGibibytes(Long.parseLong(matcher.group(2))))
                : null;
    }

    private static @Nullable Decorated podSlice(Matcher matcher) {
        String generation = matcher.group(1).toLowerCase(Locale.ROOT);
        int size = Integer.parseInt(matcher.group(2));
        boolean countsCores =
                switch (generation) {
                    case "v2", "v3", "v4", "v5p" -> true;
                    default -> false;
                };
        if (countsCores && size % 2 != 0) {
            return null;
        }
        return new PodSlice("tpu-" + generation, generation + "-" + size, countsCores ? size / 2 : size);
    }

    /** The number that a name would have for an amount of device memory: nominal GB, which are GiB. */
    static String gigabytes(Memory memory) {
        return BigDecimal.valueOf(memory.bytes())
                .divide(BigDecimal.valueOf(1L << 30), 1, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
