package io.isobar.broker.telemetry;

/** Statistics as they are added up. Mutable; of one thread. */
final class Sums {
    int count;
    double sum;
    double minimum = Double.POSITIVE_INFINITY;
    double maximum = Double.NEGATIVE_INFINITY;

    void add(double value) {
        count++;
        sum += value;
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
    }

    void add(Sums others) {
        count += others.count;
        sum += others.sum;
        minimum = Math.min(minimum, others.minimum);
        maximum = Math.max(maximum, others.maximum);
    }

    void clear() {
        count = 0;
        sum = 0;
        minimum = Double.POSITIVE_INFINITY;
        maximum = Double.NEGATIVE_INFINITY;
    }

    void write(StateWriter to) {
        to.number(count);
        to.real(sum);
        to.real(minimum);
        to.real(maximum);
    }

    void read(StateReader from) {
        count = from.count(Integer.MAX_VALUE);
        sum = from.real();
        minimum = from.real();
        maximum = from.real();
    }
}
