package io.isobar.broker.learning;

import java.util.Comparator;

/**
 * Where first runs of a family are tried.
 *
 * @param family folded to lower case
 * @param model canonical id of the accelerator; empty: none
 */
public record Trial(String family, String model) {
    /** Family by family, model by model. */
    public static final Comparator<Trial> ORDER =
            Comparator.comparing(Trial::family).thenComparing(Trial::model);
}
