package io.isobar.broker.resource;

import static io.isobar.broker.resource.SeededCases.magnitude;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatesAndEnergyTest {
    @ParameterizedTest
    @CsvSource({
        "25Gbit/s, 25000000000, 25Gbit/s", "25 Gbps, 25000000000, 25Gbit/s", "900GB/s, 7200000000000, 7200Gbit/s",
        "4.35Gbps, 4350000000, 4350Mbit/s", "0bit/s, 0, 0bit/s", "100Mb/s, 100000000, 100Mbit/s"
    })
    void readsABandwidth(String text, long bits, String printed) {
        assertThat(Bandwidth.parse(text)).isEqualTo(new Bandwidth(bits)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25G", "25GiB/s", "25gbps", "-1Gbps", "1e3bps", "", "99999999Pbit/s", "25 Gbit"})
    void refusesWhatIsNotExactlyABandwidth(String text) {
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> Bandwidth.parse(text));
    }

    @Test
    void tellsHowLongADataSetTakes() {
        assertThat(Bandwidth.parse("4.4Gbps").timeFor(Memory.parse("10TB"))).isEqualTo(Duration.ofSeconds(18_182));
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> new Bandwidth(0).timeFor(Memory.parse("1Gi")));
    }

    @ParameterizedTest
    @CsvSource({"1.5kWh, 5400000, 1.5kWh", "300Wh, 1080000, 0.3kWh", "5MJ, 5000000, 5000000J", "0J, 0, 0kWh"})
    void readsAnEnergy(String text, long joules, String printed) {
        assertThat(Energy.parse(text)).isEqualTo(new Energy(joules)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5kW", "5kwh", "-5kWh", "1e3J", "", "99999999999GWh"})
    void refusesWhatIsNotExactlyAnEnergy(String text) {
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> Energy.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"500 kg, 500000, 500kg", "1.5t, 1500000, 1500kg", "800 g, 800, 0.8kg", "0g, 0, 0kg"})
    void readsAMassOfCarbon(String text, long grams, String printed) {
        assertThat(CarbonMass.parse(text)).isEqualTo(new CarbonMass(grams)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "500 lb", "500KG", "-5kg", "1e3kg", "", "99999999999999t"})
    void refusesWhatIsNotExactlyAMassOfCarbon(String text) {
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> CarbonMass.parse(text));
    }

    @Test
    void saysAMassOfCarbonInItsUsualUnit() {
        assertThat(new CarbonMass(12).inWords()).isEqualTo("12 g CO2e");
        assertThat(new CarbonMass(103_440).inWords()).isEqualTo("103.4 kg CO2e");
        assertThat(new CarbonMass(1_520_000).inWords()).isEqualTo("1.52 t CO2e");
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> CarbonMass.ofGrams(1e19));
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> CarbonMass.ofGrams(Double.NaN));
    }

    @Test
    void computesEnergyFromPowerAndTime() {
        assertThat(Energy.of(400, Duration.ofHours(10))).isEqualTo(Energy.parse("4kWh"));
        assertThat(Energy.of(412.5, Duration.ofMillis(500))).isEqualTo(new Energy(206));
        assertThatExceptionOfType(QuantityException.class).isThrownBy(() -> Energy.of(1e18, Duration.ofHours(10)));
    }

    @Test
    void readsBackWhatItPrints() {
        SeededCases.check(10_000, random -> {
            var bandwidth = new Bandwidth(magnitude(random));
            var energy = new Energy(magnitude(random));
            var carbon = new CarbonMass(magnitude(random));
            assertThat(CarbonMass.parse(carbon.toString())).isEqualTo(carbon);
            assertThat(Bandwidth.parse(bandwidth.toString())).isEqualTo(bandwidth);
            assertThat(Energy.parse(energy.toString())).isEqualTo(energy);
        });
    }
}
