package io.isobar.cli.view;

import java.util.regex.Pattern;

/** The model of an accelerator as a table shows it. */
final class Model {
    /** The vendor in a canonical id ("nvidia-a100-sxm4-80gb"); what follows must tell models apart by itself. */
    private static final Pattern VENDOR = Pattern.compile("^[a-z]+-(?=.*[0-9])");

    private Model() {}

    /** Whole where there is room; without its vendor, which every model of a vendor shares, where there is none to waste. */
    static String text(String model, Frame frame) {
        return frame.isWide() ? model : VENDOR.matcher(model).replaceFirst("");
    }
}
