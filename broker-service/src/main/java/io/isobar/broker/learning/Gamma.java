package io.isobar.broker.learning;

/** The Gamma distribution with rate 1. */
final class Gamma {
    private static final double PRECISION = 1e-12;
    private static final int MOST_TERMS = 10_000;
    /** Coefficients of Lanczos' approximation with g = 7, as Godfrey gives them; good to 15 digits. */
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private Gamma() {}

    /** The value that is not exceeded with probability {@code p}: by halving, for the distribution grows. */
    static double quantile(double shape, double p) {
        if (!(shape > 0) || !(p >= 0 && p < 1)) {
            throw new IllegalArgumentException(
                    "a shape is above 0 and a probability 0 to below 1, not " + shape + " and " + p);
        }
        double low = 0;
        double high = shape + 1;
        while (below(shape, high) < p) {
            high *= 2;
        }
        while (high - low > PRECISION * high) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            if (below(shape, middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The regularised lower incomplete gamma function P(shape, x): by the series DLMF 8.11.4, which ends for every x. */
    static double below(double shape, double x) {
        if (x <= 0) {
            return 0;
        }
        if (x > shape + 1) {
            return 1 - above(shape, x);
        }
        double term = 1 / shape;
        double sum = term;
        for (int n = 1; n < MOST_TERMS && term > sum * PRECISION; n++) {
            term *= x / (shape + n);
            sum += term;
        }
        return sum * Math.exp(shape * Math.log(x) - x - logGamma(shape));
    }

    /** Q(shape, x) for a large x: by the continued fraction DLMF 8.9.2 in Lentz' way. */
    private static double above(double shape, double x) {
        double b = x + 1 - shape;
        double c = 1 / Double.MIN_NORMAL;
        double d = 1 / b;
        double fraction = d;
        for (int n = 1; n < MOST_TERMS; n++) {
            double a = -n * (n - shape);
            b += 2;
            d = 1 / nonZero(a * d + b);
            c = nonZero(b + a / c);
            fraction *= c * d;
            if (Math.abs(c * d - 1) < PRECISION) {
                break;
            }
        }
        return fraction * Math.exp(shape * Math.log(x) - x - logGamma(shape));
    }

    private static double nonZero(double value) {
        return Math.abs(value) < Double.MIN_NORMAL ? Double.MIN_NORMAL : value;
    }

    private static double logGamma(double x) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + LANCZOS.length - 2.5;
        return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
