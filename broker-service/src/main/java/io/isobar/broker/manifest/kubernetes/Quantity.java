package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.resource.Memory;

/** Amounts as Kubernetes writes them. */
final class Quantity {
    private Quantity() {}

    /** A bare number is bytes; all else has a unit. {@code m}, a thousandth of a byte, is never meant and is refused. */
    static Memory memory(String text) {
        boolean bare = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return Memory.parse(bare ? text + "B" : text);
    }
}
