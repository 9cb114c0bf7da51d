package io.isobar.cli.view;

import io.isobar.cli.text.Unknown;
import java.util.function.LongFunction;

/** What is free of what there is, summed over pools of which some may not say. */
final class Share {
    private long free;
    private long total;
    private boolean known;
    private boolean unknown;

    Share add(boolean isKnown, long freeNow, long inAll) {
        if (isKnown) {
            free += freeNow;
            total += inAll;
            known = true;
        } else {
            unknown = true;
        }
        return this;
    }

    /** "3/8"; "none" where there is none at all; "-" where nothing is known; "3/8+?" where some of it is not. */
    String text(LongFunction<String> amount) {
        if (!known) {
            return Unknown.MARK;
        }
        if (total == 0 && !unknown) {
            return "none";
        }
        return amount.apply(free) + "/" + amount.apply(total) + (unknown ? "+?" : "");
    }
}
