package io.isobar.agent.inventory;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Enum constants as people write them: {@code on-demand} for {@code ON_DEMAND}. */
public final class Token {
    private Token() {}

    /** Throws IllegalArgumentException that lists what is allowed. */
    public static <E extends Enum<E>> E parse(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is none of "
                + Arrays.stream(type.getEnumConstants()).map(Token::of).collect(Collectors.joining(", ")));
    }

    public static String of(Enum<?> constant) {
        String lower = constant.name().toLowerCase(Locale.ROOT);
        return constant instanceof HostArchitecture ? lower : lower.replace('_', '-');
    }
}
