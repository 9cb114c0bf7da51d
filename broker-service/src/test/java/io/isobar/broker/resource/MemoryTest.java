package io.isobar.broker.resource;

import static io.isobar.broker.resource.SeededCases.magnitude;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {
    private static final String[] UNITS = {
        "Ki", "KiB", "Mi", "MiB", "Gi", "GiB", "Ti", "Pi", "k", "kB", "KB", "M", "MB", "G", "GB", "T", "TB", "P", "B"
    };

    @ParameterizedTest
    @CsvSource({
        "16Gi, 17179869184",
        "16GiB, 17179869184",
        "16 GiB, 17179869184",
        "16G, 16000000000",
        "16GB, 16000000000",
        "1.5Gi, 1610612736",
        "512Mi, 536870912",
        "40960Mi, 42949672960",
        "1Ti, 1099511627776",
        "0Gi, 0",
        "0.0Gi, 0",
        "1024B, 1024",
        "7Ei, 8070450532247928832",
        "9E, 9000000000000000000",
        "8k, 8000",
        "8K, 8000",
        "8Ki, 8192",
        "9223372036854775807B, 9223372036854775807",
        "0016Gi, 17179869184",
        "' 16Gi ', 17179869184",
        "0.1Gi, 107374183",
        "0.0000000001Gi, 1",
        "1.0B, 1"
    })
    void readsAnAmountWithItsUnit(String text, long bytes) {
        assertThat(Memory.parse(text)).isEqualTo(new Memory(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "16384",
                "0",
                "1024m",
                "0.5m",
                "-1",
                "-1Gi",
                "+1Gi",
                "1e3",
                "1E3",
                "1e3Gi",
                "1e+3",
                "NaN",
                "Infinity",
                "inf",
                "",
                " ",
                "Gi",
                "16gi",
                "16gb",
                "16GIB",
                "16g",
                "16mb",
                "16Gb",
                "16bits",
                "16 G i",
                "16Gi ; 1",
                "１６Gi",
                "16Ｇi",
                "٣Gi",
                "1,024Gi",
                "1_000Mi",
                "1'000Mi",
                ".5Gi",
                "5.Gi",
                "1.2.3Gi",
                "0x10Gi",
                "16\u00a0Gi",
                "16\tGi",
                "16Gi\n",
                "16Gi+",
                "8Ei",
                "16E",
                "9223372036854775808B",
                "0.5B",
                "99999999999999999999999Gi",
                "1Zi",
                "16Gi/s",
                "16GiGi",
                "½Gi",
                "16吉"
            })
    void refusesWhatIsNotExactlyAnAmountAndSaysHowToWriteIt(String text) {
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> Memory.parse(text))
                .withMessageStartingWith("memory \"")
                .withMessageContaining("Write ");
    }

    @Test
    void namesTheThreeMeaningsOfABareNumber() {
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> Memory.parse("16384"))
                .withMessage("memory \"16384\": it has no unit, and bytes, MiB and GiB cannot be told apart. "
                        + "Write 16384Gi, 16384Mi or 16384B, as it is meant.");
    }

    @Test
    void explainsThatASmallMIsThousandths() {
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> Memory.parse("1024m"))
                .withMessageContaining("thousandths of a byte")
                .withMessageContaining("1024Mi");
    }

    @Test
    void suggestsTheUnitThatTheWrongCaseMeant() {
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> Memory.parse("16gib"))
                .withMessageContaining("Write 16Gi, if that is meant");
    }

    @Test
    void doesNotEchoControlCharactersOrEndlessTexts() {
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> Memory.parse("\u001b[31m" + "9".repeat(100_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).doesNotContain("\u001b"));
    }

    @ParameterizedTest
    @CsvSource({"17179869184, 16Gi", "16000000000, 16G", "0, 0B", "1000, 1K", "1024, 1Ki", "1025, 1025B"})
    void printsTheLargestUnitThatIsExact(long bytes, String text) {
        assertThat(new Memory(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1023, 1023B",
        "1024, 1Ki",
        "1075, 1Ki",
        "1127, 1.1Ki",
        "23957456064, 22.3Gi",
        "9223372036854775807, 7.9Ei"
    })
    void printsForPeopleNeverMoreThanThereIs(long bytes, String text) {
        assertThat(new Memory(bytes).roundedDown()).isEqualTo(text);
    }

    @Test
    void readsBackEveryAmountThatItPrints() {
        SeededCases.check(20_000, random -> {
            var amount = new Memory(magnitude(random));
            assertThat(Memory.parse(amount.toString())).isEqualTo(amount);
        });
    }

    @Test
    void readsEveryUnitToTheByteAndNeverAsZero() {
        SeededCases.check(20_000, random -> {
            String suffix = UNITS[random.nextInt(UNITS.length)];
            long number = random.nextLong(1, 8_000);
            BigInteger bytes = BigInteger.valueOf(number).multiply(BigInteger.valueOf(unit(suffix)));
            assertThat(Memory.parse(number + suffix).bytes()).isEqualTo(bytes.longValueExact());
        });
    }

    private static long unit(String suffix) {
        if (suffix.equals("B")) {
            return 1;
        }
        long base = suffix.contains("i") ? 1_024 : 1_000;
        int power = "kMGTP".indexOf(suffix.charAt(0) == 'K' ? 'k' : suffix.charAt(0)) + 1;
        return BigInteger.valueOf(base).pow(power).longValueExact();
    }

    @Test
    void computesExactlyOrRefuses() {
        SeededCases.check(20_000, random -> {
            var left = new Memory(magnitude(random));
            var right = new Memory(magnitude(random));
            long count = magnitude(random);
            BigInteger a = BigInteger.valueOf(left.bytes());
            BigInteger b = BigInteger.valueOf(right.bytes());
            Exact.check(a.add(b), () -> left.plus(right).bytes());
            Exact.check(a.subtract(b), () -> left.minus(right).bytes());
            Exact.check(
                    a.multiply(BigInteger.valueOf(count)),
                    () -> left.times(count).bytes());
        });
    }
}
