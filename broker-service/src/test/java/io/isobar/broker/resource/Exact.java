package io.isobar.broker.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.function.LongSupplier;

/** Compares checked arithmetic of amounts, 0 to 2^63-1, with the same in unbounded numbers. */
final class Exact {
    private Exact() {}

    static void check(BigInteger expected, LongSupplier computed) {
        if (expected.signum() >= 0 && expected.bitLength() <= 63) {
            assertThat(computed.getAsLong()).isEqualTo(expected.longValueExact());
        } else {
            assertThatExceptionOfType(QuantityException.class).isThrownBy(computed::getAsLong);
        }
    }
}
